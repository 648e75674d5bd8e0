import { chooseProject, inspectArchive, readMetaInf, type MetaInf } from '@heddle/artifacts';
import type { ChaincodeDefinitionEntity } from '@heddle/data';
import { ccaasPackage, packageId, type CcaasPackageOptions } from '@heddle/fabric';
import type { StepContext } from '@heddle/queue';
import { portOf, type PlannedOrganization } from '@heddle/topology';
import { eachOf } from '@heddle/runtime';
import { keepOrIssue } from '../world/chain-keys';
import { announce } from '../chain/announce';
import { validFrom } from '../chain/clock-skew';
import { keysOf } from '../world/chain-keys';
import { join } from 'node:path';
import { counted } from '../steps/counted';
import type { WorkerServices } from '../services';
import {
  loadChaincodeWorld,
  rowOf,
  serverOf,
  type ChaincodeInput,
  type ChaincodeWorld,
} from '../world/chaincode-world';
import { issuePeerCertificate, issueServerCertificate } from './server-certificate';

type Context = StepContext<ChaincodeInput, WorkerServices>;

const labelOf = ({ chaincode, definition }: ChaincodeWorld): string => `${chaincode.name}_${definition.version}`;

/** Folder of a chaincode's packages among the chain's artifacts. */
export const packagesPath = (channel: string, chaincode: string): string =>
  `channels/${channel}/chaincodes/${chaincode}`;

/** Packages with a private key have a name that the list of the chain's artifacts excludes. */
function packagePath({ channel, chaincode, definition }: ChaincodeWorld, organization: string): string {
  const name = presentsCertificate(definition) ? `${organization}.private` : organization;
  return `${packagesPath(channel.name, chaincode.name)}/${definition.sequence}/${name}.tar.gz`;
}

/**
 * Whether peers present a client certificate to the servers of a definition. An image may contain a Go program with
 * contract-api, which requires one, or a Java program, which does not serve without the variable that enables it in
 * contract-api.
 */
function presentsCertificate({ origin }: Pick<ChaincodeDefinitionEntity, 'origin'>): boolean {
  return origin.type === 'image';
}

/** The package that an organization's peers install. It is stored, so that every run installs the same bytes. */
export function packageOf(services: WorkerServices, world: ChaincodeWorld, organization: string): Promise<Buffer> {
  return services.artifacts.read(world.chain.id, packagePath(world, organization));
}

/** Plans the servers (row, port, certificate) that Heddle runs, one for each organization. */
export async function planServers({
  services,
  input: { chainId, ...input },
  report,
  transaction,
}: Context): Promise<void> {
  const world = await loadChaincodeWorld(services, { chainId, ...input });
  if (world.definition.origin.type === 'external') return;
  const { runtimes, live, sealer, now } = services;
  const addresses = await runtimes.addresses(chainId);
  const servers = world.members.map((organization) => ({
    organization,
    server: serverOf(world, world.definition, organization),
  }));
  const ports = await runtimes.allocatePorts(
    chainId,
    servers.map(({ server }) => ({ node: server.name, ports: server.ports })),
  );
  await transaction(async (store) => {
    const keep = keepOrIssue({ chainId, identities: store.identities, sealer }, validFrom(now()));
    const nodes = [];
    for (const { organization, server } of servers) {
      const { tlsCa } = keysOf(world.keys, organization.name);
      const host = addresses.hostOf({ chainId, name: server.name });
      const { nodeDays: days } = world.inventory.certificates;
      const certificate = await issueServerCertificate(keep, { server, host, tlsCa, days });
      if (presentsCertificate(world.definition)) await issuePeerCertificate(keep, { server, tlsCa, days });
      nodes.push(
        await store.nodes.remember({
          chainId,
          name: server.name,
          kind: 'chaincode',
          organization: organization.name,
          mspId: organization.mspId,
          host,
          ports: { ...ports[server.name] },
          certificateExpiresAt: certificate.expiresAt,
        }),
      );
    }
    await announce(store, live, chainId, { nodes });
  });
  report.info(`${counted(servers.length, 'chaincode server')} planned`);
}

/** Creates each organization's package, with the address and certificate of its server. */
export async function packageDefinition(context: Context): Promise<void> {
  await planServers(context);
  const { services, input, report, transaction } = context;
  const world = await loadChaincodeWorld(services, input);
  const rows = await services.database.store.nodes.ofChain(input.chainId);
  const metaInf = await indexesOf(services, world.definition);
  const packages = await eachOf(world.members, async (organization) => {
    const target = serverTarget(world, { rows, organization });
    const bytes = await ccaasPackage({ label: labelOf(world), ...target, metaInf });
    await services.artifacts.write(input.chainId, packagePath(world, organization.name), bytes);
    return [organization.name, packageId(labelOf(world), bytes)] as const;
  });
  await transaction((store) =>
    store.chaincodes.updateDefinition(world.definition.id, { packageIds: Object.fromEntries(packages) }),
  );
  for (const [organization, id] of packages) report.info(`Package of ${organization}: ${id}`);
}

/** The CouchDB indexes of a source, from `META-INF` of its project. Other origins have none. */
async function indexesOf(
  { database, sources }: WorkerServices,
  { origin }: Pick<ChaincodeDefinitionEntity, 'origin'>,
): Promise<MetaInf> {
  if (origin.type !== 'source') return {};
  const { sha256, fileName } = await database.store.sources.get(origin.sourceId);
  const archive = join(sources, sha256);
  const { projects } = await inspectArchive(archive, { fileName });
  const { path } = chooseProject(projects, origin.project);
  return (await readMetaInf(archive, { fileName }, [path])).get(path) ?? {};
}

interface Served {
  readonly rows: Parameters<typeof rowOf>[0];
  readonly organization: PlannedOrganization;
}

/** The address and certificate of the server for an organization's peers: the content of their package. */
export function serverTarget(
  world: ChaincodeWorld,
  { rows, organization }: Served,
): Pick<CcaasPackageOptions, 'address' | 'rootCertificate' | 'clientAuth'> {
  const { origin } = world.definition;
  if (origin.type === 'external') {
    const { address, rootCertificate } = origin;
    return rootCertificate === null ? { address } : { address, rootCertificate };
  }
  const server = rowOf(rows, serverOf(world, world.definition, organization));
  const target = {
    address: `${server.host}:${portOf(server, 'chaincode')}`,
    rootCertificate: keysOf(world.keys, organization.name).tlsCa.certificate,
  };
  if (!presentsCertificate(world.definition)) return target;
  // A package of an earlier release has none.
  const clientAuth = world.identities.find(({ kind, name }) => kind === 'chaincode-client-tls' && name === server.name);
  return clientAuth === undefined ? target : { ...target, clientAuth };
}
