import { readFileSync } from 'node:fs';
import { ToolError } from '../lib/say.mjs';
import { ensureProgram } from '../setup/programs.ts';

interface Package {
  readonly name: string;
  readonly apt: string;
  readonly purpose: string;
  readonly path?: string;
}

const debian = ({ name, apt, purpose, path = name }: Package) => ({
  title: name,
  names: [path],
  apt: [apt],
  brew: '(not on macOS)',
  purpose,
});

const PROGRAMS = {
  containerd: debian({ name: 'containerd', apt: 'containerd', purpose: 'runs the test cluster’s containers' }),
  ctr: debian({ name: 'ctr', apt: 'containerd', purpose: 'imports images' }),
  runc: debian({ name: 'runc', apt: 'runc', purpose: 'starts the test cluster’s containers' }),
  cni: debian({
    name: 'the CNI plugin bridge',
    // Debian keeps CNI plugins in a folder that is not in PATH. iproute2 also has a program named bridge.
    path: '../lib/cni/bridge',
    apt: 'containernetworking-plugins',
    purpose: 'connects pods',
  }),
  iptables: debian({ name: 'iptables', apt: 'iptables', purpose: 'kube-proxy works with it' }),
  etcd: debian({ name: 'etcd', apt: 'etcd-server', purpose: 'stores the test cluster’s objects' }),
  ip: debian({ name: 'ip', apt: 'iproute2', purpose: 'links the test cluster to the machine' }),
  busybox: debian({ name: 'busybox', apt: 'busybox-static', purpose: 'is the base of the test cluster’s images' }),
};

/** Paths of the programs. */
export type Packages = Record<keyof typeof PROGRAMS, string>;

/**
 * Finds the Debian programs that the cluster needs, and installs the missing ones.
 */
export async function ensurePackages(): Promise<Packages> {
  const paths: Partial<Packages> = {};
  for (const [name, program] of Object.entries(PROGRAMS)) paths[name as keyof Packages] = await ensureProgram(program);
  const { busybox = '' } = paths;
  if (readFileSync(busybox).includes('/ld-linux'))
    throw new ToolError(
      `${busybox} needs shared libraries, which the cluster's images do not have.`,
      'Install the static one: apt-get install busybox-static',
    );
  return paths as Packages;
}
