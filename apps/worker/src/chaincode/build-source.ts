import type { ChaincodeDefinitionEntity } from '@heddle/data';
import type { StepContext } from '@heddle/queue';
import type { ChaincodeWorkloadInput } from '@heddle/topology';
import { join } from 'node:path';
import { reportingTo } from '../steps/report-runtime';
import type { WorkerServices } from '../services';
import type { ChaincodeInput } from '../world/chaincode-world';

type Context = StepContext<ChaincodeInput, WorkerServices>;

export type ServerProgram = ChaincodeWorkloadInput['program'];

/** The build that the servers of this definition run; undefined for external servers and before the build. */
export function programOf({
  origin,
  buildId,
}: Pick<ChaincodeDefinitionEntity, 'origin' | 'buildId'>): ServerProgram | undefined {
  if (origin.type === 'image') return { type: 'image', image: origin.image };
  return buildId === null ? undefined : { type: 'build', buildId, args: [] };
}

/** Builds the uploaded source, or finds an existing build of the same content. */
export async function buildSource({ services, input, report, signal, transaction }: Context): Promise<void> {
  const { store } = services.database;
  const { origin } = await store.chaincodes.definition(input.definitionId);
  if (origin.type === 'external') {
    report.info(`Nothing to build: the chaincode is served at ${origin.address}`);
    return;
  }
  if (origin.type === 'image') {
    report.info(`Nothing to build: the chaincode is served by the image ${origin.image}`);
    return;
  }
  const source = await store.sources.get(origin.sourceId);
  const { sha256, fileName } = source;
  const uploaded = { archive: join(services.sources, sha256), fileName, project: origin.project };
  const buildId = await services.runtimes.build(input.chainId, uploaded, {
    report: reportingTo(report),
    log: (line) => {
      report.log(line);
    },
    signal,
  });
  await transaction((store) => store.chaincodes.updateDefinition(input.definitionId, { buildId }));
  report.info(`${fileName} is built`);
}
