import { ArtifactStore } from '@heddle/artifacts';
import { dataLayout, loadMasterKey, makeDataHome, type Settings } from '@heddle/config';
import { openDatabase, Sealer } from '@heddle/data';
import { createRedis, InspectWorker, LivePublisher, OperationEngine, type Logger } from '@heddle/queue';
import { inspectAnswers } from './inspect/answers';
import { DEFAULT_LIMITS } from './limits';
import { handlers } from './operations/handlers';
import { Reconciler } from './reconciler/reconciler';
import { openRuntimes } from './runtimes/open-runtimes';
import { reportSandbox } from './runtimes/report-sandbox';
import type { WorkerServices } from './services';

/** A worker process. It runs operations, keeps nodes in their desired state, and answers questions about them. */
export interface WorkerProcess {
  /** Ends or releases its operations, then closes all resources. Nodes keep running. */
  stop(): Promise<void>;
}

/** Assembles a worker from its settings and starts it. */
export async function startWorker(settings: Settings, log: Logger, limits = DEFAULT_LIMITS): Promise<WorkerProcess> {
  const layout = dataLayout(settings);
  await makeDataHome(layout.root);
  const database = await openDatabase({ url: settings.databaseUrl });
  const sealer = new Sealer(await loadMasterKey({ secretKey: settings.secretKey, file: layout.masterKey }));
  const artifacts = new ArtifactStore(layout.artifacts);
  const places = await openRuntimes({ settings, layout, database, sealer, artifacts });
  await reportSandbox(settings, log);
  const publishing = createRedis(settings.redis);
  publishing.on('error', (error: Error) => {
    log.warn({ err: error }, 'Redis connection failed');
  });
  const services: WorkerServices = {
    database,
    sealer,
    artifacts,
    runtimes: places.runtimes,
    repairLock: places.repairLock,
    live: new LivePublisher({ database, redis: publishing, prefix: settings.redis.prefix, log }),
    sources: layout.sources,
    limits,
    now: () => new Date(),
  };
  const engine = new OperationEngine({
    database,
    redis: settings.redis,
    handlers,
    services,
    log,
    concurrency: settings.worker.concurrency,
    leaseMs: settings.worker.leaseMs,
  });
  const inspect = new InspectWorker({ redis: settings.redis, answers: inspectAnswers(services), log });
  const { reconcileMs: everyMs, leaseMs } = settings.worker;
  const reconciler = new Reconciler({ services, owner: engine.owner, everyMs, leaseMs, log });
  await engine.start();
  reconciler.start();
  return {
    async stop() {
      await reconciler.stop();
      await Promise.all([engine.drain(), inspect.close()]);
      publishing.disconnect();
      await places.close();
      await database.close();
    },
  };
}
