import type { OperationInput } from '@heddle/contracts';
import { defineOperation, step, type StepContext } from '@heddle/queue';
import { certificateExpiry } from '@heddle/fabric';
import { inventoryOf } from '@heddle/data';
import { gossipBootstrap, planCertificates, planMonitoring, portOf, requestedInventory } from '@heddle/topology';
import { announce } from '../chain/announce';
import { followedBy } from '../chain/chain-states';
import { keepOrIssue, organizationKeys } from '../world/chain-keys';
import { chainWorkloads } from '../chain/chain-workloads';
import { loadChainWorld } from '../world/chain-world';
import { validFrom } from '../chain/clock-skew';
import { monitoringKeys } from '../world/monitoring-keys';
import { publicOrganizationFiles } from '../chain/node-files';
import { recordObservations } from '../chain/observations';
import { profileFiles } from '../chain/profiles';
import { forgetChain } from '../chain/forget-chain';
import { explaining } from '../errors/explain';
import { keysOf } from '../world/chain-keys';
import type { WorkerServices } from '../services';
import { counted } from '../steps/counted';
import { reportingTo } from '../steps/report-runtime';
import { STEP_SECONDS } from './step-seconds';

type Context = StepContext<OperationInput<'chain.create'>, WorkerServices>;

/** The cause of a failed node start rarely disappears by itself, so there is only one retry. */
const SOON = { attempts: 2, delayMs: 500 };

const SECONDS = STEP_SECONDS['chain.create'];

/** Weights follow durations measured with local nodes (3 orderers, 4 peers; about 30 ms each). */
export const chainCreate = defineOperation('chain.create', {
  steps: [
    step('plan', { weight: SECONDS.plan }, planChain, undoChain),
    step('identities', { weight: SECONDS.identities }, issueIdentities),
    step('artifacts', { weight: SECONDS.artifacts, retry: SOON }, explaining(writeArtifacts)),
    step('nodes', { weight: SECONDS.nodes, retry: SOON }, startNodes),
    step('ready', { weight: SECONDS.ready, retry: SOON }, awaitNodes),
  ],
  onState: followedBy({
    running: 'provisioning',
    succeeded: 'running',
    failed: 'failed',
    cancelled: 'failed',
    rolling_back: 'releasing',
    rolled_back: 'released',
  }),
});

/** Creates the row and leases the ports of every node. */
async function planChain({ services, input: { chainId }, report, transaction }: Context): Promise<void> {
  const { database, runtimes, live } = services;
  const { name: chain, spec } = await database.store.chains.get(chainId);
  const { nodes: planned } = requestedInventory(spec);
  const addresses = await runtimes.addresses(chainId);
  const ports = await runtimes.allocatePorts(
    chainId,
    planned.map(({ name, ports: names }) => ({ node: name, ports: names })),
  );
  const hostOf = (name: string) => addresses.hostOf({ chainId, name });
  const addressOf = (name: string) => `${hostOf(name)}:${portOf({ name, ports: ports[name] ?? {} }, 'grpc')}`;
  await transaction(async (store) => {
    const nodes = [];
    for (const node of planned) {
      const { name, kind, organization, ordinal, mspId } = node;
      const place = { host: hostOf(name), ports: { ...ports[name] }, certificateExpiresAt: null };
      const bootstrap = kind === 'peer' ? gossipBootstrap(node, planned, addressOf) : null;
      const row = { chainId, name, kind, organization, ordinal, mspId, gossipBootstrap: bootstrap, ...place };
      nodes.push(await store.nodes.remember(row));
    }
    await announce(store, live, chainId, { nodes });
  });
  report.info(`${counted(planned.length, 'node')} planned for ${chain}`);
}

/** CAs, administrators, client users, nodes and monitoring; existing ones are kept. */
async function issueIdentities({ services, input: { chainId }, report, signal, transaction }: Context): Promise<void> {
  const { database, sealer, now, runtimes } = services;
  const addresses = await runtimes.addresses(chainId);
  const inventory = await inventoryOf(database.store, chainId);
  const notBefore = validFrom(now());
  const plans = planCertificates(inventory, (name) => addresses.hostOf({ chainId, name }));
  for (const [index, plan] of plans.entries()) {
    signal.throwIfAborted();
    await transaction(async (store) => {
      const keep = keepOrIssue({ chainId, identities: store.identities, sealer }, notBefore);
      const keys = await organizationKeys(plan, keep);
      for (const [name, { signing }] of Object.entries(keys.nodes)) {
        const row = await store.nodes.byName(chainId, name);
        if (row === null) continue;
        await store.nodes.update(row.id, {
          certificateExpiresAt: certificateExpiry(signing.certificate).toISOString(),
        });
      }
    });
    report.progress(index + 1, plans.length, `Certificates of ${plan.organization.name} issued`);
  }
  await transaction((store) =>
    monitoringKeys(
      planMonitoring(inventory),
      keepOrIssue({ chainId, identities: store.identities, sealer }, notBefore),
    ),
  );
}

/** Public material for users and other tools: MSP folders and connection profiles. */
async function writeArtifacts({ services, input: { chainId }, report }: Context): Promise<void> {
  const { artifacts } = services;
  const world = await loadChainWorld(services, chainId);
  const { organizations } = world.inventory;
  for (const { name } of organizations) {
    const files = Object.entries(publicOrganizationFiles(keysOf(world.keys, name)));
    await artifacts.writeAll(
      chainId,
      Object.fromEntries(files.map(([path, content]) => [`organizations/${name}/${path}`, content])),
    );
  }
  await artifacts.writeAll(chainId, profileFiles(world));
  report.info(`MSP folders and connection profiles of ${counted(organizations.length, 'organization')} written`);
}

async function startNodes({ services, input, report, signal }: Context): Promise<void> {
  const workloads = await chainWorkloads(services, input.chainId);
  await services.runtimes.apply(workloads, {
    signal,
    report: reportingTo(report),
  });
}

/**
 * This step cannot succeed falsely: every node must answer on its own listeners. When the step runs again, nodes may
 * have ended and their configuration may have changed, so they are written and started again.
 */
async function awaitNodes(context: Context): Promise<void> {
  const { services, input, report, signal, attempt } = context;
  const { chainId } = input;
  if (attempt > 1) await startNodes(context);
  await services.runtimes.waitUntilReady(
    { chainId },
    {
      signal,
      report: reportingTo(report),
    },
  );
  await recordObservations(services, chainId);
  report.info('Every node answers on its own listeners');
}

async function undoChain({ services, input: { chainId }, report, transaction }: Context): Promise<void> {
  await services.runtimes.remove({ chainId });
  await services.artifacts.remove(chainId);
  await transaction((store) => forgetChain(store, services.live, chainId));
  report.info('Nodes, ledgers, keys and files of the chain removed');
}
