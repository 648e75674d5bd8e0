import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Metrics } from '../metrics/metrics';
import type { Readiness } from './readiness';

interface SystemPages {
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  /** Decides who may read the metrics. */
  readonly metricsGuard: RequestHandler;
}

/** Pages for orchestrators and Prometheus. Health reports up or down and nothing else. */
export function systemPages({ readiness, metrics, metricsGuard }: SystemPages): Router {
  const router = express.Router();
  router.get('/health/live', (_: Request, response: Response) => {
    response.json({ status: 'up' });
  });
  router.get('/health/ready', async (_: Request, response: Response) => {
    const report = await readiness.check();
    response.status(report.status === 'up' ? 200 : 503).json(report);
  });
  router.get('/metrics', metricsGuard, async (_: Request, response: Response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
}
