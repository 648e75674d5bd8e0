import { z } from 'zod';
import type { StepContext } from '@heddle/queue';
import type { WorkerServices } from '../services';
import type { ChaincodeInput } from './chaincode-world';

type Context = StepContext<ChaincodeInput, WorkerServices>;

const BuildId = z.string();

/** Id of the build that this operation serves; undefined for a server that runs elsewhere. */
export function buildIdOf({ checkpoint }: Pick<Context, 'checkpoint'>): string | undefined {
  return checkpoint.get('buildId', BuildId);
}

/** Builds the uploaded source, or finds that the same content was built before. */
export async function buildSource({ services, input, report, signal, checkpoint }: Context): Promise<void> {
  const { store } = services.database;
  const { origin } = await store.chaincodes.definition(input.definitionId);
  if (origin.type === 'external') {
    report.info(`Nothing to build: the chaincode is served at ${origin.address}`);
    return;
  }
  const source = await store.sources.get(origin.sourceId);
  const buildId = await services.builds.ensure(source, {
    log: (line) => {
      report.log(line);
    },
    signal,
  });
  await checkpoint.set('buildId', buildId);
  report.info(`${source.fileName} is built`);
}
