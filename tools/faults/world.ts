import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { api, type ChainId, type ChannelId } from '@heddle/contracts';
import type { Instance } from './instance';
import { processesOf } from './processes';
import type { Rows } from './rows';
import { until } from './until';

export interface World {
  readonly instance: Instance;
  readonly rows: Rows;
}

/** One process for each node's row, the same one that the API shows, and no other. */
export async function expectOneProcessPerNode({ instance, rows }: World, chainId: ChainId): Promise<void> {
  const planned = rows.nodes(chainId).map(({ name }) => name);
  const nodes = await until(
    'every node to run',
    async () => {
      const { items } = await instance.client.ask(api.nodes.list, { params: { chainId } });
      const alive = processesOf(chainId);
      const settled = items.every(({ name, pid, status }) => {
        const own = alive.filter(({ node }) => node === name);
        return status.state === 'running' && own.length === 1 && own[0]?.pid === pid;
      });
      return settled && items;
    },
    20_000,
  );
  expect(nodes.map(({ name }) => name).sort()).toEqual([...planned].sort());
  expect(
    processesOf(chainId)
      .map(({ node }) => node)
      .sort(),
  ).toEqual([...planned].sort());
}

/** The API shows the node of every row as running, and no other. */
export async function expectEveryNodeRunning(
  { instance, rows }: World,
  chainId: ChainId,
  limitMs: number,
): Promise<void> {
  const nodes = await until(
    'every node to run',
    async () => {
      const { items } = await instance.client.ask(api.nodes.list, { params: { chainId } });
      return items.every(({ status }) => status.state === 'running') && items;
    },
    limitMs,
  );
  const planned = rows.nodes(chainId).map(({ name }) => name);
  expect(nodes.map(({ name }) => name).sort()).toEqual(planned.sort());
}

/** Every organization has one CA and one TLS CA, and the issued certificates are from these. */
export function expectOneAuthorityEach({ instance, rows }: World, chainId: ChainId, organizations: string[]): void {
  const authorities = rows.authorities(chainId);
  expect(authorities.map(({ organization, kind }) => `${organization} ${kind}`)).toEqual(
    [...organizations].sort().flatMap((name) => [`${name} ca`, `${name} tlsca`]),
  );
  const artifacts = join(instance.layout.artifacts, chainId, 'organizations');
  for (const { organization, kind, certificate } of authorities) {
    const folder = join(artifacts, organization, 'msp', kind === 'ca' ? 'cacerts' : 'tlscacerts');
    const handedOut = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8').trim());
    expect(handedOut).toEqual([certificate.trim()]);
  }
}

export interface ChannelPlace {
  readonly chainId: ChainId;
  readonly channelId: ChannelId;
}

/** The channel's configuration contains exactly the certificates of the chain's CAs. */
export async function expectChannelOfAuthorities({ instance, rows }: World, place: ChannelPlace): Promise<void> {
  const { chainId } = place;
  const config = await instance.client.ask(api.channels.config, { params: place });
  const inChannel = [...new Set(rootCertificates(config))].sort();
  const own = rows.authorities(chainId).map(({ certificate }) => certificate.trim());
  expect(inChannel).toEqual([...own].sort());
}

/** Every value of `root_certs` and `tls_root_certs` below. */
function rootCertificates(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]: [string, unknown]) => {
    const certificates = ['root_certs', 'tls_root_certs'].includes(key) && Array.isArray(value);
    if (!certificates) return rootCertificates(value);
    return (value as string[]).map((text) => Buffer.from(text, 'base64').toString().trim());
  });
}

/** Every peer has exactly these channels, at the same height. */
export async function expectChannelsOnPeers({ instance }: World, chainId: ChainId, names: string[]): Promise<void> {
  await until(
    `${names.join(', ')} on every peer`,
    async () => {
      const { items } = await instance.client.ask(api.nodes.list, { params: { chainId } });
      const heights = items
        .filter(({ kind }) => kind === 'peer')
        .map(({ blockHeights }) => JSON.stringify(blockHeights));
      return new Set(heights).size === 1 && sameNames(JSON.parse(heights[0] ?? '{}') as object, names);
    },
    20_000,
  );
}

const sameNames = (heights: object, names: string[]): boolean =>
  JSON.stringify(Object.keys(heights).sort()) === JSON.stringify([...names].sort());

/** How often each function took effect on the ledger: `_lifecycle CommitChaincodeDefinition` once, and so on. */
export async function validCalls({ instance }: World, place: ChannelPlace): Promise<Record<string, number>> {
  const { height } = await instance.client.ask(api.blocks.list, { params: place });
  const blocks = await Promise.all(
    Array.from({ length: height }, (_, number) =>
      instance.client.ask(api.blocks.get, { params: { ...place, block: String(number) } }),
    ),
  );
  const counts: Record<string, number> = {};
  for (const { chaincode, fn, validationCode } of blocks.flatMap(({ items }) => items)) {
    if (chaincode === null || validationCode !== 'VALID') continue;
    const call = `${chaincode} ${fn ?? ''}`;
    counts[call] = (counts[call] ?? 0) + 1;
  }
  return counts;
}

/** Folders, ports and certificates belong to nodes that the chain has. */
export function expectNothingOfOthers({ instance, rows }: World, chainId: ChainId, nodes: readonly string[]): void {
  const folder = join(instance.layout.nodes, chainId);
  const folders = existsSync(folder) ? readdirSync(folder) : [];
  const present = [...folders, ...rows.namesWithParts(chainId)];
  expect(present.filter((name) => !nodes.includes(name))).toEqual([]);
}

/** Nothing of the chain is left: no process, folder or row, and its ports are free. */
export async function expectNothingLeft({ instance, rows }: World, chainId: ChainId, ports: number[]): Promise<void> {
  const { nodes, artifacts } = instance.layout;
  const folders = [nodes, artifacts].map((folder) => join(folder, chainId));
  expect(processesOf(chainId)).toEqual([]);
  expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
  expect(rows.leftOf(chainId)).toEqual({});
  const listening = await Promise.all(ports.map(async (port) => ((await listens(port)) ? [port] : [])));
  expect(listening.flat()).toEqual([]);
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const done = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', done(true)).once('error', done(false));
  });
}
