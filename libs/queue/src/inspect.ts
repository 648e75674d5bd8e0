import { randomUUID } from 'node:crypto';
import { INSPECT_QUEUE, InspectAnswer, InspectJob, OperationError, assertNever } from '@heddle/contracts';
import { type Job, Queue, QueueEvents, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Logger } from './logger';
import { toOperationError } from './operation-error';
import { createRedis, type RedisSettings } from './redis';

const Reply = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), answer: InspectAnswer }),
  z.strictObject({ ok: z.literal(false), error: OperationError }),
]);
type Reply = z.infer<typeof Reply>;

/** The worker answered with an error, or no worker answered in time. */
export class InspectError extends Error {
  readonly code: OperationError['code'];
  readonly remedy: string;
  readonly retryable: boolean;

  constructor({ message, code, remedy, retryable, cause }: OperationError) {
    super(message, cause === null ? undefined : { cause });
    this.name = 'InspectError';
    this.code = code;
    this.remedy = remedy;
    this.retryable = retryable;
  }
}

const unanswered = (timeoutMs: number): OperationError => ({
  code: 'unavailable',
  message: `No worker answered within ${String(timeoutMs / 1_000)} s.`,
  remedy: 'Check that a worker is running, then try again.',
  cause: null,
  retryable: true,
  step: null,
});

/** Asks workers short questions, for example for the end of a node's log. */
export class InspectClient {
  readonly #queue: Queue<InspectJob, Reply>;
  readonly #events: QueueEvents;
  readonly #connections: readonly Redis[];

  constructor(redis: RedisSettings, log: Logger) {
    const { prefix } = redis;
    const [commands, blocking] = [createRedis(redis), createRedis(redis, 'blocking')];
    this.#connections = [commands, blocking];
    this.#queue = new Queue(INSPECT_QUEUE, { connection: commands, prefix });
    this.#events = new QueueEvents(INSPECT_QUEUE, { connection: blocking, prefix });
    const warn = (error: Error): void => {
      log.warn({ err: error }, 'Inspect queue error');
    };
    this.#queue.on('error', warn);
    this.#events.on('error', warn);
  }

  /**
   * @param timeoutMs how long to wait for a worker's answer
   * @throws InspectError
   */
  async ask<Ask extends InspectJob['ask']>(
    question: Extract<InspectJob, { ask: Ask }>,
    timeoutMs = 10_000,
  ): Promise<Extract<InspectAnswer, { ask: Ask }>> {
    await this.#events.waitUntilReady();
    const job = await this.#queue.add(question.ask, question, {
      jobId: randomUUID(),
      attempts: 1,
      // Kept briefly: waitUntilFinished reads the answer from the job.
      removeOnComplete: { age: 60 },
      removeOnFail: { age: 60 },
    });
    const reply = await this.#reply(job, timeoutMs);
    if (!reply.ok) throw new InspectError(reply.error);
    return reply.answer as Extract<InspectAnswer, { ask: Ask }>;
  }

  async close(): Promise<void> {
    await this.#events.close();
    await this.#queue.close();
    // BullMQ does not close connections that were passed to it.
    for (const connection of this.#connections) connection.disconnect();
  }

  async #reply(job: Job<InspectJob, Reply>, timeoutMs: number): Promise<Reply> {
    try {
      return Reply.parse(await job.waitUntilFinished(this.#events, timeoutMs));
    } catch (cause) {
      throw new InspectError({ ...unanswered(timeoutMs), cause: cause instanceof Error ? cause.message : null });
    }
  }
}

/** How a worker answers each question. */
export type InspectAnswers = {
  readonly [Ask in InspectJob['ask']]: (
    question: Extract<InspectJob, { ask: Ask }>,
  ) => Promise<Extract<InspectAnswer, { ask: Ask }>>;
};

export interface InspectWorkerOptions {
  redis: RedisSettings;
  answers: InspectAnswers;
  log: Logger;
  concurrency?: number;
}

/** Answers questions in a worker process. An error is returned with its type. */
export class InspectWorker {
  readonly #worker: Worker<InspectJob, Reply>;
  readonly #connection: Redis;

  constructor({ redis, answers, log, concurrency = 16 }: InspectWorkerOptions) {
    this.#connection = createRedis(redis, 'blocking');
    this.#worker = new Worker<InspectJob, Reply, string>(INSPECT_QUEUE, (job) => reply(answers, job.data), {
      connection: this.#connection,
      prefix: redis.prefix,
      concurrency,
    });
    this.#worker.on('error', (error) => {
      log.warn({ err: error }, 'Inspect worker error');
    });
  }

  async ready(): Promise<void> {
    await this.#worker.waitUntilReady();
  }

  async close(): Promise<void> {
    await this.#worker.close();
    this.#connection.disconnect();
  }
}

async function reply(answers: InspectAnswers, data: unknown): Promise<Reply> {
  try {
    const question = InspectJob.parse(data);
    return { ok: true, answer: await answerTo(question, answers) };
  } catch (error) {
    return { ok: false, error: toOperationError(error, null) };
  }
}

function answerTo(question: InspectJob, answers: InspectAnswers): Promise<InspectAnswer> {
  switch (question.ask) {
    case 'node.logs':
      return answers[question.ask](question);
    case 'node.log-level':
      return answers[question.ask](question);
    case 'chain.events':
      return answers[question.ask](question);
    default:
      return assertNever(question);
  }
}
