import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';

/** @typedef {import('./topology.mjs').ToolNetwork} ToolNetwork */
/** @typedef {import('./topology.mjs').ToolOrganization} ToolOrganization */

const SANS = ['localhost', '127.0.0.1'];

/**
 * Settings of the ordering service. The test network of hyperledger/fabric-samples cuts blocks every 2 s and sets no
 * raft options, so configtxgen's defaults apply: ticks of 500 ms, election after 10.
 * @typedef {{ batchTimeout: string, raft: Record<string, string | number> | null }} OrderingSettings
 */

/** @type {OrderingSettings} */
export const SAMPLE_SETTINGS = { batchTimeout: '2s', raft: null };

/** What a harness that waits for conditions would choose. These are also Heddle's defaults. @type {OrderingSettings} */
export const QUICK_SETTINGS = {
  batchTimeout: '100ms',
  raft: {
    TickInterval: '100ms',
    ElectionTick: 10,
    HeartbeatTick: 1,
    MaxInflightBlocks: 5,
    SnapshotIntervalSize: '20 MB',
  },
};

/**
 * Writes the input files of cryptogen and configtxgen. Not measured.
 * @param {ToolNetwork} network
 * @param {OrderingSettings} settings
 */
export function writeToolInputs(network, settings) {
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

/**
 * The commands that create identities and the genesis block. The test network calls cryptogen once per organization;
 * one call for all is faster.
 * @param {ToolNetwork} network
 * @param {string} channel
 * @returns {{ program: 'cryptogen' | 'configtxgen', args: string[], env: NodeJS.ProcessEnv }[]}
 */
export function materialCommands({ folder }, channel) {
  const config = join(folder, 'crypto-config.yaml');
  const block = ['-profile', 'Channel', '-outputBlock', genesisBlock(folder), '-channelID', channel];
  return [
    { program: 'cryptogen', args: ['generate', `--config=${config}`, `--output=${folder}`], env: {} },
    { program: 'configtxgen', args: block, env: { FABRIC_CFG_PATH: folder } },
  ];
}

/** @param {string} folder */
export function genesisBlock(folder) {
  return join(folder, 'genesis.block');
}

/**
 * @param {string} name
 * @param {ToolOrganization} organization
 */
function organizationOf(name, { domain }) {
  return { Name: name, Domain: domain, EnableNodeOUs: true };
}

/** @param {import('./topology.mjs').ToolNode} node */
function specOf({ name, host }) {
  return { Hostname: name.split('.')[0], SANS: [...new Set([...SANS, host])] };
}

/**
 * @param {ToolNetwork} network
 * @param {OrderingSettings} settings
 */
function configtx({ ordering, members }, { batchTimeout, raft }) {
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

/**
 * @param {ToolOrganization} organization
 * @param {readonly string[]} readers roles
 */
function definition({ mspId, folder }, readers) {
  /** @param {readonly string[]} roles */
  const any = (roles) => ({ Type: 'Signature', Rule: `OR(${roles.map((role) => `'${mspId}.${role}'`).join(', ')})` });
  return {
    Name: mspId,
    ID: mspId,
    MSPDir: join(folder, 'msp'),
    Policies: {
      Readers: any(readers),
      Writers: any(readers.filter((role) => role !== 'peer')),
      Admins: any(['admin']),
      Endorsement: any(['peer']),
    },
  };
}

function implicitPolicies() {
  return { Readers: implicit('ANY Readers'), Writers: implicit('ANY Writers'), Admins: implicit('MAJORITY Admins') };
}

/** @param {string} rule */
function implicit(rule) {
  return { Type: 'ImplicitMeta', Rule: rule };
}
