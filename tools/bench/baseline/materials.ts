import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import type { ToolNetwork, ToolNode, ToolOrganization } from './topology.ts';

const SANS = ['localhost', '127.0.0.1'];

/**
 * Settings of the ordering service. The test network of hyperledger/fabric-samples cuts blocks every 2 s and sets no
 * raft options, so configtxgen's defaults apply: ticks of 500 ms, election after 10.
 */
export interface OrderingSettings {
  readonly batchTimeout: string;
  readonly raft: Record<string, string | number> | null;
}

export const SAMPLE_SETTINGS: OrderingSettings = { batchTimeout: '2s', raft: null };

/** The settings of a harness that waits for conditions. */
export const QUICK_SETTINGS: OrderingSettings = {
  batchTimeout: '100ms',
  raft: {
    TickInterval: '100ms',
    ElectionTick: 10,
    HeartbeatTick: 1,
    MaxInflightBlocks: 5,
    SnapshotIntervalSize: '20 MB',
  },
};

/** Writes the input files of cryptogen and configtxgen. Not measured. */
export function writeToolInputs(network: ToolNetwork, settings: OrderingSettings): void {
  const { folder, ordering, members } = network;
  mkdirSync(folder, { recursive: true });
  const identities = {
    OrdererOrgs: [{ ...organizationOf('Orderer', ordering), Specs: ordering.nodes.map(specOf) }],
    PeerOrgs: members.map((member) => ({
      ...organizationOf(member.mspId, member),
      Specs: member.nodes.map(specOf),
      Users: { Count: 1 },
    })),
  };
  writeFileSync(join(folder, 'crypto-config.yaml'), dump(identities, { noRefs: true }));
  writeFileSync(join(folder, 'configtx.yaml'), dump(configtx(network, settings), { noRefs: true }));
}

interface MaterialCommand {
  readonly program: 'cryptogen' | 'configtxgen';
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The commands that create identities and the genesis block. The test network calls cryptogen once per organization;
 * one call for all is faster.
 */
export function materialCommands({ folder }: ToolNetwork, channel: string): MaterialCommand[] {
  const config = join(folder, 'crypto-config.yaml');
  const block = ['-profile', 'Channel', '-outputBlock', genesisBlock(folder), '-channelID', channel];
  return [
    { program: 'cryptogen', args: ['generate', `--config=${config}`, `--output=${folder}`], env: {} },
    { program: 'configtxgen', args: block, env: { FABRIC_CFG_PATH: folder } },
  ];
}

export function genesisBlock(folder: string): string {
  return join(folder, 'genesis.block');
}

function organizationOf(name: string, { domain }: ToolOrganization) {
  return { Name: name, Domain: domain, EnableNodeOUs: true };
}

function specOf({ name, host }: ToolNode) {
  return { Hostname: name.split('.')[0], SANS: [...new Set([...SANS, host])] };
}

function configtx({ ordering, members }: ToolNetwork, { batchTimeout, raft }: OrderingSettings) {
  const addresses = ordering.nodes.map(({ host, port }) => `${host}:${port}`);
  const consenters = ordering.nodes.map(({ host, port, materials }) => {
    const certificate = join(materials, 'tls', 'server.crt');
    return { Host: host, Port: port, ClientTLSCert: certificate, ServerTLSCert: certificate };
  });
  return {
    Profiles: {
      Channel: {
        Policies: implicitPolicies(),
        Capabilities: { V2_0: true },
        Orderer: {
          OrdererType: 'etcdraft',
          BatchTimeout: batchTimeout,
          BatchSize: { MaxMessageCount: 10, AbsoluteMaxBytes: '99 MB', PreferredMaxBytes: '512 KB' },
          EtcdRaft: { Consenters: consenters, ...(raft === null ? {} : { Options: raft }) },
          Organizations: [{ ...definition(ordering, ['member']), OrdererEndpoints: addresses }],
          Policies: { ...implicitPolicies(), BlockValidation: implicit('ANY Writers') },
          Capabilities: { V2_0: true },
        },
        Application: {
          Organizations: members.map((member) => ({
            ...definition(member, ['admin', 'peer', 'client']),
            AnchorPeers: member.nodes.slice(0, 1).map(({ host, port }) => ({ Host: host, Port: port })),
          })),
          Policies: {
            ...implicitPolicies(),
            LifecycleEndorsement: implicit('MAJORITY Endorsement'),
            Endorsement: implicit('MAJORITY Endorsement'),
          },
          Capabilities: { V2_5: true },
        },
      },
    },
  };
}

/** An organization whose members of these roles may read. */
function definition({ mspId, folder }: ToolOrganization, readers: readonly string[]) {
  const anyOf = (roles: readonly string[]) => ({
    Type: 'Signature',
    Rule: `OR(${roles.map((role) => `'${mspId}.${role}'`).join(', ')})`,
  });
  return {
    Name: mspId,
    ID: mspId,
    MSPDir: join(folder, 'msp'),
    Policies: {
      Readers: anyOf(readers),
      Writers: anyOf(readers.filter((role) => role !== 'peer')),
      Admins: anyOf(['admin']),
      Endorsement: anyOf(['peer']),
    },
  };
}

function implicitPolicies() {
  return { Readers: implicit('ANY Readers'), Writers: implicit('ANY Writers'), Admins: implicit('MAJORITY Admins') };
}

function implicit(rule: string) {
  return { Type: 'ImplicitMeta', Rule: rule };
}
