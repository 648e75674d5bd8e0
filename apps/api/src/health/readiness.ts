import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Resources } from '../resources';

type Health = 'up' | 'down';

export interface ReadinessReport {
  readonly status: Health;
  readonly database: Health;
  readonly redis: Health;
}

const LIMIT_MS = 2_000;

/**
 * Whether this replica can serve requests; down as soon as it starts to stop, so that traffic moves to other replicas.
 */
@Injectable()
export class Readiness implements BeforeApplicationShutdown {
  #stopping = false;

  constructor(private readonly resources: Resources) {}

  async check(): Promise<ReadinessReport> {
    const [database, redis] = await Promise.all([
      healthOf(this.resources.database.ping()),
      healthOf(this.resources.redis.ping()),
    ]);
    const up = database === 'up' && redis === 'up' && !this.#stopping;
    return { status: up ? 'up' : 'down', database, redis };
  }

  beforeApplicationShutdown(): void {
    this.#stopping = true;
  }
}

async function healthOf(answer: Promise<unknown>): Promise<Health> {
  const answered = answer.then(
    () => 'up' as const,
    () => 'down' as const,
  );
  return Promise.race([answered, delay(LIMIT_MS, 'down' as const, { ref: false })]);
}
