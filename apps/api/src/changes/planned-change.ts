import type { ChainChange, ChangePreview, ChannelId, OperationInput, PlannedStep } from '@heddle/contracts';
import type { ChainEntity, OrganizationEntity, Store, Transaction } from '@heddle/data';
import type { ChannelPolicies } from '@heddle/fabric';
import { planNode } from '@heddle/topology';

export type ChangeKind = ChainChange['kind'];
export type ChangeOf<Kind extends ChangeKind> = Extract<ChainChange, { kind: Kind }>;

/** A change that was checked against the chain as it is now. */
export interface PlannedChange<Kind extends ChangeKind> {
  readonly preview: ChangePreview;
  /** Reserves what the change needs, and returns the input of its operation. */
  readonly reserve: (store: Transaction) => Promise<OperationInput<Kind>>;
}

/** The policies that are in force on a channel of the chain; read from its ledger before the change is checked. */
export type PoliciesOf = (channelId: ChannelId) => Pick<ChannelPolicies, 'isSatisfied'>;

/** Policies that any peers satisfy, for channels whose own ones are not read. */
export const UNREAD_POLICIES: PoliciesOf = () => ({ isSatisfied: () => true });

/**
 * Checks a change and plans it.
 *
 * @throws ApiError `validation_failed`, or `invalid_state` where the change would do harm
 */
export type ChangePlanner<Kind extends ChangeKind> = (
  store: Store,
  chain: ChainEntity,
  change: ChangeOf<Kind>,
  policiesOf: PoliciesOf,
) => Promise<PlannedChange<Kind>>;

export const planned = (code: PlannedStep['code'], params: PlannedStep['params'], message: string): PlannedStep => ({
  code,
  params,
  message,
});

export const newNodeSteps = (node: string): PlannedStep[] => [
  planned('plan_node', { node }, `Reserve the ports of ${node} and issue its certificates`),
  startNodeStep(node),
];

export const startNodeStep = (node: string): PlannedStep => planned('start_node', { node }, `Start ${node}`);

export const readyStep = (node: string): PlannedStep =>
  planned('wait_until_ready', { node }, `Wait until ${node} answers on its own listeners`);

export const levelStep = (node: string): PlannedStep =>
  planned('wait_for_ledgers', { node }, `Wait until ${node} has all blocks of its channels, and each has a leader`);

export const deleteLedgerStep = (node: string): PlannedStep =>
  planned('delete_ledger', { node }, `Stop ${node} and delete its ledger; its certificates and ports stay`);

export const removeNodeStep = (node: string): PlannedStep =>
  planned('remove_node', { node }, `Stop ${node} and delete its ledger, its ports and its certificates`);

export const WRITE_PROFILES = planned('write_profiles', {}, 'Write the connection profiles of all organizations');

/** Takes the name of another node of an organization; no later node gets it. */
export async function reserveNode(transaction: Transaction, organization: OrganizationEntity) {
  const ordinal = await transaction.organizations.takeOrdinal(organization.id);
  const { name: node } = planNode(organization, ordinal);
  return { chainId: organization.chainId, organization: organization.name, ordinal, node };
}
