import { join, resolve, sep } from 'node:path';
import { ToolError } from '../lib/say.mjs';
import { cacheFolder } from '../setup/cache.ts';

/** The settings of one cluster. Clusters of different slots can be up at the same time. */
export interface ClusterSettings {
  /** The node's name and that of its cgroup. */
  readonly name: string;
  /** Folder of the cluster's files; only images survive `down`. */
  readonly state: string;
  /** The machine's end of the link to the node. */
  readonly interface: string;
  /** The machine's address on that link, as pods reach it. */
  readonly hostAddress: string;
  readonly nodeAddress: string;
  readonly linkCidr: string;
  readonly podCidr: string;
  readonly serviceCidr: string;
  /** The Service `kubernetes`. */
  readonly apiServiceAddress: string;
  /** `nfs:` volumes of SERVER:/PATH are <nfsRoot>/SERVER/PATH. */
  readonly nfsRoot: string;
  /** Parts of image names; only images that match one are built and imported; empty for all. */
  readonly images: readonly string[];
  /** Time until a mount from a server named unreachable... fails, as a Go duration. */
  readonly nfsTimeout: string;
}

/** Number of clusters that fit beside each other with the default addresses. */
export const SLOTS = 8;

/** Folders that the node has its own copy of: the machine's content of them is hidden. */
const HIDDEN = ['/run', '/var/run', '/var/lib', '/var/log', '/proc', '/sys', '/dev'];

/** The maximum length of a Unix socket's path, and of a socket's name below the state folder. */
const SOCKET_PATH = 107;
const LONGEST_SOCKET = '/run/live/containerd.sock.ttrpc';

/** @param choice options of the command line; they take precedence */
export function clusterSettings(
  env: NodeJS.ProcessEnv,
  choice: { slot?: number; state?: string } = {},
): ClusterSettings {
  const chosen = (variable: string, preset: string) => env[variable] || preset;
  const slot = choice.slot ?? slotOf(chosen('HEDDLE_CLUSTER_SLOT', '0'));
  const name = chosen('HEDDLE_CLUSTER_NAME', slot === 0 ? 'heddle' : `heddle-${slot}`);
  const state = resolve(choice.state ?? chosen('HEDDLE_CLUSTER_STATE', join(clusterCache(env), name)));
  const link = hostsOf(chosen('HEDDLE_CLUSTER_LINK_CIDR', `10.78.${slot}.0/30`), 30);
  const service = hostsOf(chosen('HEDDLE_CLUSTER_SERVICE_CIDR', `10.${97 + slot}.0.0/16`), 24);
  return checked({
    name,
    state,
    interface: chosen('HEDDLE_CLUSTER_INTERFACE', `hdlk${slot}`),
    hostAddress: link.host(1),
    nodeAddress: link.host(2),
    linkCidr: link.cidr,
    podCidr: hostsOf(chosen('HEDDLE_CLUSTER_POD_CIDR', `10.89.${slot}.0/24`), 28).cidr,
    serviceCidr: service.cidr,
    apiServiceAddress: service.host(1),
    nfsRoot: resolve(chosen('HEDDLE_CLUSTER_NFS_ROOT', join(state, 'nfs'))),
    images: chosen('HEDDLE_CLUSTER_IMAGES', '').split(',').filter(Boolean),
    nfsTimeout: chosen('HEDDLE_CLUSTER_NFS_TIMEOUT', '5s'),
  });
}

/** Folder of the cluster's binaries and images. */
export function clusterCache(env = process.env): string {
  return join(cacheFolder({ env }), 'cluster');
}

export function slotOf(text: string): number {
  const slot = Number(text);
  if (Number.isInteger(slot) && slot >= 0 && slot < SLOTS) return slot;
  throw new ToolError(`Invalid cluster slot ${text}.`, `Slots are the numbers 0 to ${SLOTS - 1}.`);
}

function checked(settings: ClusterSettings): ClusterSettings {
  for (const folder of [settings.state, settings.nfsRoot]) {
    const hidden = HIDDEN.find((parent) => folder === parent || folder.startsWith(parent + sep));
    if (hidden !== undefined)
      throw new ToolError(
        `The cluster cannot keep its files in ${folder}: the node has its own ${hidden}.`,
        'Choose another folder with --state or HEDDLE_CLUSTER_STATE and HEDDLE_CLUSTER_NFS_ROOT.',
      );
  }
  if (Buffer.byteLength(settings.state + LONGEST_SOCKET) > SOCKET_PATH)
    throw new ToolError(
      `The path ${settings.state} is too long: sockets below it would exceed the system's limit of ${SOCKET_PATH} bytes.`,
      'Choose a shorter path with --state or HEDDLE_CLUSTER_STATE.',
    );
  if (settings.interface.length > 15 || !/^[a-z0-9][a-z0-9-]{0,62}$/.test(settings.name))
    throw new ToolError(
      `A cluster cannot be named ${settings.name} with the interface ${settings.interface}.`,
      'Names consist of lower-case letters, digits and dashes; interface names have at most 15 characters.',
    );
  return settings;
}

/**
 * @param cidr an IPv4 network
 * @param longest the longest prefix that is large enough
 */
function hostsOf(cidr: string, longest: number) {
  const [, address = '', prefix = ''] = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(cidr) ?? [];
  const bytes = address.split('.').map(Number);
  const base = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const size = 2 ** (32 - Number(prefix));
  if (address === '' || bytes.some((byte) => byte > 255) || Number(prefix) > longest || base % size !== 0)
    throw new ToolError(
      `${cidr} is not a network that the cluster can use.`,
      `Write it as ADDRESS/PREFIX, with a prefix of at most ${longest} and the network's first address.`,
    );
  return {
    cidr,
    host: (number: number) => [24, 16, 8, 0].map((shift) => Math.floor((base + number) / 2 ** shift) % 256).join('.'),
  };
}
