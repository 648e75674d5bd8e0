import type { ChainId, ChannelId } from '@heddle/contracts';
import { inventoryOf, type ChannelEntity, type StoredNode, type Transaction } from '@heddle/data';
import { certificateExpiry } from '@heddle/fabric';
import type { StepContext } from '@heddle/queue';
import { gossipBootstrap, planCertificates, planNode, portOf } from '@heddle/topology';
import { announce, removedOf } from '../../chain/announce';
import { keepOrIssue, organizationKeys } from '../../world/chain-keys';
import { chainWorkloads } from '../../chain/chain-workloads';
import { loadChainWorld } from '../../world/chain-world';
import { validFrom } from '../../chain/clock-skew';
import { profileFiles } from '../../chain/profiles';
import type { WorkerServices } from '../../services';
import { awaitNode } from '../await-node';
import { reportingTo } from '../../steps/report-runtime';

/** A node of a chain with the channels that it joins or leaves. */
export interface ChangingNode {
  readonly chainId: ChainId;
  readonly node: string;
  readonly channels: readonly { readonly channelId: ChannelId }[];
}

/** A node that an operation adds to a chain. Its name follows from its organization and its ordinal. */
export interface NewNode extends ChangingNode {
  readonly organization: string;
  readonly ordinal: number;
}

type Context<Input extends ChangingNode = ChangingNode> = StepContext<Input, WorkerServices>;

/** Leases the ports of the node and writes its row together with its identities, so that no row lacks them. */
export async function planNewNode({ services, input, report, transaction }: Context<NewNode>): Promise<void> {
  const { database, runtimes, sealer, live, now } = services;
  const { chainId, channels } = input;
  const { organizations } = await inventoryOf(database.store, chainId);
  const organization = organizations.find(({ name }) => name === input.organization);
  if (organization === undefined) throw new Error(`Organization ${input.organization} does not exist.`);
  const plan = planNode(organization, input.ordinal);
  const addresses = await runtimes.addresses(chainId);
  const allocated = await runtimes.allocatePorts(chainId, [{ node: plan.name, ports: plan.ports }]);
  await transaction(async (store) => {
    const { nodes } = await inventoryOf(store, chainId);
    const row = await store.nodes.remember({
      chainId,
      name: plan.name,
      kind: plan.kind,
      organization: organization.name,
      ordinal: plan.ordinal,
      mspId: plan.mspId,
      host: addresses.hostOf({ chainId, name: plan.name }),
      ports: { ...allocated[plan.name] },
      gossipBootstrap: plan.kind === 'peer' ? gossipBootstrap(plan, nodes, addressIn(nodes)) : null,
      certificateExpiresAt: null,
    });
    const keep = keepOrIssue({ chainId, identities: store.identities, sealer }, validFrom(now()));
    const certificateExpiresAt = await issueFor(store, { chainId, node: plan.name, keep, host: row.host });
    const planned = await store.nodes.update(row.id, { certificateExpiresAt });
    for (const { channelId: id } of channels) await store.channelNodes.add({ chainId, id }, [plan.name]);
    await announce(store, live, chainId, { nodes: [planned], channels: await channelsOf(store, input) });
  });
  report.info(`${plan.name} planned for ${organization.name}, with its own certificates`);
}

/** `host:port` of a node's gRPC listener. */
const addressIn = (nodes: readonly StoredNode[]) => (name: string) => {
  const node = nodes.find((one) => one.name === name);
  if (node === undefined) throw new Error(`Node ${name} does not exist.`);
  return `${node.row.host}:${portOf(node.row, 'grpc')}`;
};

interface Issue {
  readonly chainId: ChainId;
  readonly node: string;
  readonly host: string;
  readonly keep: ReturnType<typeof keepOrIssue>;
}

/** Issues the identities of one node; returns when they expire. */
async function issueFor(store: Transaction, { chainId, node, host, keep }: Issue): Promise<string> {
  const inventory = await inventoryOf(store, chainId);
  const plans = planCertificates(
    { ...inventory, nodes: inventory.nodes.filter(({ name }) => name === node) },
    () => host,
  );
  const plan = plans.find(({ nodes }) => nodes.length > 0);
  if (plan === undefined) throw new Error(`Node ${node} has no row.`);
  const issued = (await organizationKeys(plan, keep)).nodes[node];
  if (issued === undefined) throw new Error(`No certificate was issued for ${node}.`);
  return certificateExpiry(issued.signing.certificate).toISOString();
}

/** Starts the node alone: nothing else of the chain is applied, so no other node restarts. */
export async function startNewNode({ services, input: { chainId, node }, report, signal }: Context): Promise<void> {
  const workloads = await chainWorkloads(services, chainId, [node]);
  await services.runtimes.apply(workloads, { signal, report: reportingTo(report) });
}

export async function awaitNewNode(context: Context): Promise<void> {
  if (context.attempt > 1) await startNewNode(context);
  await awaitNode(context, context.input.node);
}

/** The connection profiles of all organizations name the chain's nodes. */
export async function writeProfiles({ services, input: { chainId }, report }: Context): Promise<void> {
  const world = await loadChainWorld(services, chainId);
  await services.artifacts.writeAll(chainId, profileFiles(world));
  report.info('Connection profiles of all organizations written');
}

/** Ends the node and deletes its ledger; its ports and certificates stay for the node that follows. */
export async function clearNode({ services, input: { chainId, node }, report, signal }: Context): Promise<void> {
  await services.runtimes.remove({ chainId, names: [node] }, { keepPorts: true, signal });
  report.info(`${node} is stopped and its ledger is deleted`);
}

const NODE_IDENTITIES = ['node', 'node-tls'] as const;

/** Ends the node and deletes everything that was made for it: ledger, ports, certificates, rows. */
export async function removeNode(context: Context): Promise<void> {
  const { services, input, report, transaction } = context;
  const { chainId, node, channels } = input;
  // First, so that no repair that starts from now on restarts it.
  await transaction((store) => store.nodes.setDesired(chainId, [node], 'removed'));
  await services.runtimes.remove({ chainId, names: [node] });
  await transaction(async (store) => {
    const row = await store.nodes.byName(chainId, node);
    for (const { channelId } of channels) await store.channelNodes.remove(channelId, node);
    for (const kind of NODE_IDENTITIES) await store.identities.removeNamed(chainId, kind, [node]);
    if (row !== null) await store.nodes.remove(row.id);
    const removed = removedOf('node', row === null ? [] : [row]);
    await announce(store, services.live, chainId, { removed, channels: await channelsOf(store, input) });
  });
  await writeProfiles(context);
  report.info(`${node} is removed with its ledger and its certificates`);
}

/** The rows of channels whose nodes changed, each with a new revision. */
export function channelsOf(store: Transaction, { channels }: Pick<ChangingNode, 'channels'>): Promise<ChannelEntity[]> {
  return Promise.all(channels.map(({ channelId }) => store.channels.update(channelId, {})));
}
