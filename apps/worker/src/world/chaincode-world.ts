import { definitionSuffix, servesDefinition, type DefinitionId, type OperationInput } from '@heddle/contracts';
import type { ChaincodeDefinitionEntity, ChaincodeEntity, NodeEntity } from '@heddle/data';
import { planChaincodeServer, type PlannedChaincodeServer, type PlannedOrganization } from '@heddle/topology';
import { loadChainWorld, type ChainWorld } from './chain-world';
import { channelWorld, type ChannelWorld } from './channel-world';
import type { WorkerServices } from '../services';

export type ChaincodeInput = OperationInput<'chaincode.deploy'>;

/** A definition that is being deployed, with everything that the deployment needs. */
export interface ChaincodeWorld extends ChannelWorld {
  readonly chaincode: ChaincodeEntity;
  readonly definition: ChaincodeDefinitionEntity;
}

export async function loadChaincodeWorld(services: WorkerServices, input: ChaincodeInput): Promise<ChaincodeWorld> {
  return chaincodeWorld(services, await loadChainWorld(services, input.chainId), input);
}

/** A definition on a chain that is loaded. Work on several definitions loads the chain once. */
export async function chaincodeWorld(
  services: Pick<WorkerServices, 'database'>,
  world: ChainWorld,
  { channelId, chaincodeId, definitionId }: Omit<ChaincodeInput, 'chainId'>,
): Promise<ChaincodeWorld> {
  const { chaincodes } = services.database.store;
  const [channel, chaincode, definition] = await Promise.all([
    channelWorld(services, world, channelId),
    chaincodes.get(chaincodeId),
    chaincodes.definition(definitionId),
  ]);
  return { ...channel, chaincode, definition };
}

/** The server of one definition for one organization. Its name is derived from the definition, so a rerun finds it. */
export function serverOf(
  { chaincode }: Pick<ChaincodeWorld, 'chaincode'>,
  definition: Pick<ChaincodeDefinitionEntity, 'id'>,
  organization: PlannedOrganization,
): PlannedChaincodeServer {
  return planChaincodeServer({ chaincode: chaincode.name, organization, suffix: definitionSuffix(definition.id) });
}

/** Whether a chaincode server belongs to a definition, by the names that {@link serverOf} assigns. */
export function serves({ name }: Pick<NodeEntity, 'name'>, definition: DefinitionId): boolean {
  return servesDefinition(name, definition);
}

/** Row of a planned chaincode server. */
export function rowOf(rows: readonly NodeEntity[], server: PlannedChaincodeServer): NodeEntity {
  const row = rows.find(({ name }) => name === server.name);
  if (row === undefined) throw new Error(`Chaincode server ${server.name} was never planned.`);
  return row;
}
