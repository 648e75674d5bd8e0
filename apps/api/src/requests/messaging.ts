import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LivePublisher, OperationService, OperationsQueue } from '@heddle/queue';
import { Resources } from '../resources';

/** How the API passes work to workers and changes to clients: rows first, Redis after the commit. */
@Injectable()
export class Messaging implements OnApplicationShutdown {
  readonly live: LivePublisher;
  readonly queue: OperationsQueue;
  readonly operations: OperationService;

  constructor({ database, redis, settings, log }: Resources) {
    const { prefix } = settings.redis;
    this.live = new LivePublisher({ database, redis, prefix, log });
    this.queue = new OperationsQueue(redis, prefix);
    this.operations = new OperationService({ queue: this.queue, live: this.live, redis, prefix, log });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queue.close();
  }
}
