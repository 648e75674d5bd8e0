import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { InspectAnswer, InspectJob } from '@heddle/contracts';
import { InspectClient } from '@heddle/queue';
import { Resources } from '../resources';

/** Time limit for a worker's answer, in milliseconds. */
const ANSWER_MS = 10_000;

/** Short questions to workers, because the API never connects to nodes itself. */
@Injectable()
export class Inspection implements OnApplicationShutdown {
  #client: InspectClient | undefined;

  constructor(private readonly resources: Resources) {}

  /**
   * @param waitMs how long the answer itself may wait for something, in addition to a worker's time
   * @param answerMs time limit of the worker, if the default is too long
   * @throws InspectError with the worker's message, or if no worker answers
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
