import type { OperationJob } from '@heddle/contracts';
import { OPERATIONS_QUEUE } from '@heddle/contracts';
import { type JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';

/** What a job is made from. */
export interface EnqueueRequest extends OperationJob {
  /** Rises whenever a worker takes the operation. */
  fence: number;
}

/**
 * The job's id is the operation's plus its fencing number: adding the same job twice is a no-op, while an operation
 * whose worker died gets a fresh job although BullMQ still counts the dead one as active.
 */
export const jobId = ({ operationId, fence }: EnqueueRequest): string => `${operationId}-${String(fence)}`;

const once: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };

/** The BullMQ queue that carries operations to workers. Jobs hold ids only. */
export class OperationsQueue {
  readonly #queue: Queue<OperationJob, void>;

  constructor(redis: Redis, prefix: string) {
    this.#queue = new Queue(OPERATIONS_QUEUE, { connection: redis, prefix, defaultJobOptions: once });
    // The connection's owner logs its errors; a queue without a listener would print each of them again.
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

  /** Jobs that wait for a worker. */
  waiting(): Promise<number> {
    return this.#queue.getWaitingCount();
  }

  async close(): Promise<void> {
    await this.#queue.close();
  }
}
