import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';
import { cacheFolder } from '../setup/cache.ts';
import { ensureProgram } from '../setup/programs.ts';
import { removeFirewallChains } from './leftovers.ts';

/**
 * Networks of containers. They overlap neither with the test clusters' networks nor with Podman's default, which a test
 * cluster uses.
 */
const SUBNETS = '10.133';
/** State of running containers; like them, it does not survive a restart of the machine. */
const RUNTIME_FOLDER = '/run/heddle-containers';

const PODMAN = {
  title: 'Podman',
  names: ['podman'],
  apt: ['podman', 'conmon', 'runc', 'netavark', 'aardvark-dns', 'iptables'],
  brew: '(not on macOS)',
  purpose: 'runs the images in the tests',
};
const BUILDAH = {
  title: 'Buildah',
  names: ['buildah'],
  apt: ['buildah', 'runc'],
  brew: '(not on macOS)',
  purpose: 'builds the images in the tests',
};

/** Podman and Buildah with separate storage, so that they do not affect other containers of this machine. */
export interface Engine {
  readonly folder: string;
  /** In which podman and buildah find that storage. */
  readonly env: NodeJS.ProcessEnv;
  /** Resolves to standard output; a failure is a ToolError. */
  readonly call: (command: 'podman' | 'buildah', ...args: string[]) => Promise<string>;
  readonly succeeds: (command: 'podman' | 'buildah', ...args: string[]) => Promise<boolean>;
  /** Unmounts what it keeps mounted. */
  readonly forget: () => Promise<void>;
}

export async function openEngine(): Promise<Engine> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new ToolError('Images are built and run by root on Linux only.', 'Run it as root, or in a container of CI.');
  await ensureEngine();
  const folder = join(cacheFolder(), 'containers');
  const env = writeSettings(folder);
  return {
    folder,
    env,
    call: async (command, ...args) => (await mustRun(command, args, { env, remedy: 'See its output above.' })).trim(),
    succeeds: async (command, ...args) => (await run(command, args, { env, output: 'quiet' })).code === 0,
    forget: async () => {
      // Containers of failed builds keep their file systems mounted.
      await run('buildah', ['rm', '--all'], { env, output: 'quiet' });
      await run('umount', [join(folder, 'graph', 'overlay')], { output: 'quiet' });
      await removeFirewallChains();
      rmSync(RUNTIME_FOLDER, { recursive: true, force: true });
    },
  };
}

/** Installs Podman and Buildah where they are missing. */
export async function ensureEngine(): Promise<void> {
  await ensureProgram(PODMAN);
  await ensureProgram(BUILDAH);
  if (!['/usr/lib/podman/netavark', '/usr/libexec/podman/netavark'].some((path) => existsSync(path)))
    throw new ToolError('Podman is installed without netavark.', 'Install it: apt-get install netavark aardvark-dns');
}

function writeSettings(folder: string): NodeJS.ProcessEnv {
  mkdirSync(folder, { recursive: true });
  const containers = join(folder, 'containers.conf');
  const storage = join(folder, 'storage.conf');
  // This process may not be allowed to raise limits, so containers get its own.
  const files = openFiles();
  writeFileSync(
    containers,
    [
      '[containers]',
      `default_ulimits = ["nofile=${files}:${files}", "nproc=4096:4096"]`,
      'log_driver = "k8s-file"',
      // The network's name server pauses while a container joins.
      'dns_options = ["timeout:1", "attempts:10"]',
      '[engine]',
      'cgroup_manager = "cgroupfs"',
      'events_logger = "file"',
      'runtime = "runc"',
      `tmp_dir = "${RUNTIME_FOLDER}/libpod"`,
      '[network]',
      'network_backend = "netavark"',
      `network_config_dir = "${join(folder, 'networks')}"`,
      `default_subnet = "${SUBNETS}.0.0/24"`,
      `default_subnet_pools = [{ "base" = "${SUBNETS}.0.0/16", "size" = 24 }]`,
      '',
    ].join('\n'),
  );
  writeFileSync(
    storage,
    `[storage]\ndriver = "overlay"\ngraphroot = "${join(folder, 'graph')}"\nrunroot = "${RUNTIME_FOLDER}/storage"\n`,
  );
  // Buildah keeps its caches in the temporary folder, among them the packages of the workspace.
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  return { ...process.env, CONTAINERS_CONF: containers, CONTAINERS_STORAGE_CONF: storage, TMPDIR: temporary };
}

/** The limit of open files of a process. */
export function openFiles(): number {
  return Number(execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim()) || 1_048_576;
}
