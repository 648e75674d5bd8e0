import { readFileSync } from 'node:fs';
import { ToolError } from '../lib/say.mjs';
import { ensureProgram } from '../setup/programs.mjs';

/** @param {{ name: string, apt: string, purpose: string, path?: string }} program */
const debian = ({ name, apt, purpose, path = name }) => ({
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

/**
 * Finds the Debian programs that the cluster needs, and installs the missing ones.
 * @returns {Promise<Record<keyof typeof PROGRAMS, string>>} paths
 */
export async function ensurePackages() {
  /** @type {Record<string, string>} */
  const paths = {};
  for (const [name, program] of Object.entries(PROGRAMS)) paths[name] = await ensureProgram(program);
  if (readFileSync(paths['busybox'] ?? '').includes('/ld-linux'))
    throw new ToolError(
      `${paths['busybox']} needs shared libraries, which the cluster's images do not have.`,
      'Install the static one: apt-get install busybox-static',
    );
  return /** @type {Record<keyof typeof PROGRAMS, string>} */ (paths);
}
