import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Metrics for Prometheus. Gauges that need a query register their own `collect`. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly httpDuration = new Histogram({
    name: 'heddle_http_request_duration_seconds',
    help: 'Time to answer a request, by the route of contracts',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 5, 20],
    registers: [this.registry],
  });
  readonly requestExceptions = new Counter({
    name: 'heddle_http_request_exceptions_total',
    help: 'Exceptions of requests that were not awaited, such as those of listeners of streams; normally none',
    labelNames: ['method', 'route'] as const,
    registers: [this.registry],
  });
  readonly transactions = new Counter({
    name: 'heddle_transactions_total',
    help: 'Transactions that clients of the API submitted or evaluated, by outcome',
    labelNames: ['kind', 'outcome'] as const,
    registers: [this.registry],
  });
  readonly sockets = new Gauge({
    name: 'heddle_live_sockets',
    help: 'Connected sockets of the live feed',
    registers: [this.registry],
  });
  readonly chaincodeFeeds = new Gauge({
    name: 'heddle_live_chaincodes',
    help: 'Chaincodes with event subscribers on the live feed; each uses one stream from a peer',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** A gauge that is computed when Prometheus scrapes it; label values by number. */
  observe(options: { name: string; help: string; label: string; read: () => Promise<Record<string, number>> }): void {
    const { name, help, label, read } = options;
    const gauge = new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      collect: async () => {
        gauge.reset();
        for (const [value, count] of Object.entries(await read())) gauge.set({ [label]: value }, count);
      },
    });
  }
}
