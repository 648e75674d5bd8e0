import type { OperationJob } from '@heddle/contracts';
import { OPERATIONS_QUEUE } from '@heddle/contracts';
import { type JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';

/** The data of a job. */
export interface EnqueueRequest extends OperationJob {
  /** Increases each time a worker takes the operation. */
  fence: number;
}

/**
 * The job's id is the operation's id plus its fencing number. Adding the same job twice is a no-op, and an operation
 * whose worker died gets a new job although BullMQ still counts the old one as active.
 */
export const jobId = ({ operationId, fence }: EnqueueRequest): string => `${operationId}-${String(fence)}`;

const once: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };

/** The BullMQ queue that passes operations to workers. Jobs hold ids only. */
export class OperationsQueue {
  readonly #queue: Queue<OperationJob, void>;

  constructor(redis: Redis, prefix: string) {
    this.#queue = new Queue(OPERATIONS_QUEUE, { connection: redis, prefix, defaultJobOptions: once });
    // The owner of the connection logs its errors; a queue without a listener would print each of them again.
    this.#queue.on('error', () => undefined);
  }

  async add(...requests: EnqueueRequest[]): Promise<void> {
    await this.#queue.addBulk(
      requests.map((request) => ({
        name: request.kind,
        data: { operationId: request.operationId, kind: request.kind },
        opts: { jobId: jobId(request) },
      })),
    );
  }

  /** Number of jobs that wait for a worker. */
  waiting(): Promise<number> {
    return this.#queue.getWaitingCount();
  }

  async close(): Promise<void> {
    await this.#queue.close();
  }
}
