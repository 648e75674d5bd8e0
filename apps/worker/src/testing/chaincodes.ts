import type { ChainId, ChaincodeId, ChannelId, OperationId, OperationInput } from '@heddle/contracts';
import type { ChaincodeSourceEntity } from '@heddle/data';
import type { TestInstallation } from './test-installation';

export interface Place {
  readonly chainId: ChainId;
  readonly channelId: ChannelId;
}

export interface WantedVersion {
  readonly version: string;
  readonly source: ChaincodeSourceEntity;
}

export interface AskedDeployment {
  readonly id: OperationId;
  readonly chaincodeId: ChaincodeId;
}

/** Asks for the first deployment of a chaincode, as the API does. */
export async function askDeploy(
  installation: TestInstallation,
  place: Place,
  { name, ...wanted }: WantedVersion & { readonly name: string },
): Promise<AskedDeployment> {
  const { id } = await installation.database.transaction((store) => store.chaincodes.create({ ...place, name }));
  return ask(installation, place, { kind: 'chaincode.deploy', chaincodeId: id, sequence: 1, ...wanted });
}

/** Asks for the next version of a chaincode. */
export async function askUpgrade(
  installation: TestInstallation,
  place: Place,
  { chaincodeId, ...wanted }: WantedVersion & { readonly chaincodeId: ChaincodeId },
): Promise<AskedDeployment> {
  const { chaincodes } = installation.database.store;
  const { committedDefinitionId, state, stateReason: reason } = await chaincodes.get(chaincodeId);
  if (committedDefinitionId === null) throw new Error('Nothing is committed that could be upgraded.');
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
      ...definition,
      chaincodeId,
      origin: { type: 'source', sourceId: source.id },
      language: source.language,
      endorsementPolicy: null,
      collections: [],
      initRequired: false,
      init: null,
    }),
  );
  const input = { ...place, chaincodeId, definitionId, ...(before && { before }) };
  return { chaincodeId, id: await installation.ask(kind, input, `channel:${place.channelId}`) };
}
