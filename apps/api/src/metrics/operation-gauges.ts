import { Injectable } from '@nestjs/common';
import { Messaging } from '../requests/messaging';
import { Resources } from '../resources';
import { Metrics } from './metrics';

/** State of the database and the queue, read whenever Prometheus scrapes. */
@Injectable()
export class OperationGauges {
  constructor(metrics: Metrics, { database }: Resources, { queue }: Messaging) {
    metrics.observe({
      name: 'heddle_operations',
      help: 'Operations by state',
      label: 'state',
      read: () => database.store.operations.countByState(),
    });
    metrics.observe({
      name: 'heddle_queue_jobs',
      help: 'Jobs that wait for a worker, by queue',
      label: 'queue',
      read: async () => ({ operations: await queue.waiting() }),
    });
  }
}
