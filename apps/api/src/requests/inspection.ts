import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { InspectAnswer, InspectJob } from '@heddle/contracts';
import { InspectClient } from '@heddle/queue';
import { Resources } from '../resources';

/** How long a worker may take to answer, in milliseconds. */
const ANSWER_MS = 10_000;

/** Short questions to workers, as the API touches no node itself. */
@Injectable()
export class Inspection implements OnApplicationShutdown {
  #client: InspectClient | undefined;

  constructor(private readonly resources: Resources) {}

  /**
   * @param waitMs how long the answer itself may wait for something, on top of what a worker needs
   * @param answerMs how long a worker may take, where the usual patience is too much
   * @throws InspectError with the worker's own words, or when no worker answers
   */
  ask<Ask extends InspectJob['ask']>(
    question: Extract<InspectJob, { ask: Ask }>,
    waitMs = 0,
    answerMs = ANSWER_MS,
  ): Promise<Extract<InspectAnswer, { ask: Ask }>> {
    this.#client ??= new InspectClient(this.resources.settings.redis, this.resources.log);
    return this.#client.ask<Ask>(question, waitMs + answerMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#client?.close();
  }
}
