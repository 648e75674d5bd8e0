import {
  channelScope,
  type ChainId,
  type ChaincodeId,
  type ChaincodeOrigin,
  type ChannelId,
  type CollectionConfig,
  type OperationId,
  type OperationInput,
} from '@heddle/contracts';
import type { ChaincodeSourceEntity } from '@heddle/data';
import type { TestInstallation } from './test-installation';

export interface Place {
  readonly chainId: ChainId;
  readonly channelId: ChannelId;
}

export interface WantedVersion {
  readonly version: string;
  readonly source: ChaincodeSourceEntity | ChaincodeOrigin;
  /** None by default. */
  readonly collections?: CollectionConfig[];
}

export interface AskedDeployment {
  readonly id: OperationId;
  readonly chaincodeId: ChaincodeId;
}

/** Requests the first deployment of a chaincode, or another attempt, as the API does. */
export async function askDeploy(
  installation: TestInstallation,
  place: Place,
  {
    version,
    source,
    collections = [],
    ...which
  }: WantedVersion & ({ readonly name: string } | { readonly chaincodeId: ChaincodeId }),
): Promise<AskedDeployment> {
  const chaincodeId =
    'chaincodeId' in which
      ? which.chaincodeId
      : (await installation.database.transaction((store) => store.chaincodes.create({ ...place, ...which }))).id;
  return ask(installation, place, { kind: 'chaincode.deploy', chaincodeId, sequence: 1, version, source, collections });
}

/** Requests the next version of a chaincode. */
export async function askUpgrade(
  installation: TestInstallation,
  place: Place,
  { chaincodeId, ...wanted }: WantedVersion & { readonly chaincodeId: ChaincodeId },
): Promise<AskedDeployment> {
  const { chaincodes } = installation.database.store;
  const { committedDefinitionId, state, stateReason: reason } = await chaincodes.get(chaincodeId);
  if (committedDefinitionId === null) throw new Error('There is no committed definition to upgrade.');
  const { sequence } = await chaincodes.definition(committedDefinitionId);
  return ask(installation, place, {
    kind: 'chaincode.upgrade',
    chaincodeId,
    sequence: sequence + 1,
    before: { state, reason },
    ...wanted,
  });
}

interface Definition extends WantedVersion {
  readonly kind: 'chaincode.deploy' | 'chaincode.upgrade';
  readonly chaincodeId: ChaincodeId;
  readonly sequence: number;
  readonly before?: OperationInput<'chaincode.upgrade'>['before'];
}

async function ask(
  installation: TestInstallation,
  place: Place,
  { kind, chaincodeId, source, before, ...definition }: Definition,
): Promise<AskedDeployment> {
  const { id: definitionId } = await installation.database.transaction((store) =>
    store.chaincodes.addDefinition({
      collections: [],
      ...definition,
      chaincodeId,
      origin: 'type' in source ? source : { type: 'source', sourceId: source.id },
      language: 'type' in source ? null : source.language,
      endorsementPolicy: null,
      initRequired: false,
      init: null,
    }),
  );
  const input = { ...place, chaincodeId, definitionId, ...(before && { before }) };
  return { chaincodeId, id: await installation.ask(kind, input, channelScope(place.channelId)) };
}
