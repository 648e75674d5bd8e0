import { Injectable } from '@nestjs/common';
import { OperationEntity } from '@heddle/data';
import { Messaging } from '../requests/messaging';
import { Resources } from '../resources';
import { Metrics } from './metrics';

interface StateCount {
  readonly state: string;
  readonly count: string | number;
}

/** State of the database and the queue, read whenever Prometheus scrapes. */
@Injectable()
export class OperationGauges {
  constructor(metrics: Metrics, { database }: Resources, { queue }: Messaging) {
    metrics.observe({
      name: 'heddle_operations',
      help: 'Operations by state',
      label: 'state',
      read: async () => {
        const rows = await database.store.manager
          .createQueryBuilder(OperationEntity, 'operation')
          .select('operation.state', 'state')
          .addSelect('COUNT(*)', 'count')
          .groupBy('operation.state')
          .getRawMany<StateCount>();
        return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
      },
    });
    metrics.observe({
      name: 'heddle_queue_jobs',
      help: 'Jobs that wait for a worker, by queue',
      label: 'queue',
      read: async () => ({ operations: await queue.waiting() }),
    });
  }
}
