import { run, which } from '../lib/run.mjs';
import { ToolError, say } from '../lib/say.mjs';

/** A program that the system's package manager installs. */
export interface Program {
  readonly title: string;
  /** Names of the executable, any of which is sufficient. */
  readonly names: readonly string[];
  /** Debian's and Ubuntu's packages. */
  readonly apt: readonly string[];
  /** Homebrew's arguments. */
  readonly brew: string;
  /** What Heddle does with it. */
  readonly purpose: string;
}

type Installation = { kind: 'install'; command: readonly string[] } | { kind: 'ask'; command: string };

export const REDIS: Program = {
  title: 'Redis',
  names: ['redis-server'],
  apt: ['redis-server'],
  brew: 'redis',
  purpose: 'stores the job queue; Heddle starts a private instance',
};

export const BUBBLEWRAP: Program = {
  title: 'bubblewrap',
  names: ['bwrap'],
  apt: ['bubblewrap'],
  // Not available on macOS.
  brew: 'bubblewrap',
  purpose: 'uploaded chaincode is built and run in its sandbox',
};

export const MARIADB: Program = {
  title: 'MariaDB',
  names: ['mariadbd'],
  // The first package contains mariadb-install-db, which needs my_print_defaults from the second.
  apt: ['mariadb-server-core', 'mariadb-client-core'],
  brew: 'mariadb',
  purpose: 'the tests run on it and on SQLite',
};

export const JDK: Program = {
  title: 'a Java development kit',
  names: ['javac'],
  // Each release of Debian and Ubuntu has a different version, and all are new enough.
  apt: ['default-jdk-headless'],
  brew: 'openjdk@17',
  purpose: 'the tests build Java chaincode with it',
};

export const MAVEN: Program = {
  title: 'Maven',
  names: ['mvn'],
  apt: ['maven'],
  brew: 'maven',
  purpose: 'the tests build Java chaincode with it',
};

export const GRADLE: Program = {
  title: 'Gradle',
  names: ['gradle'],
  apt: ['gradle'],
  brew: 'gradle',
  purpose: 'the tests build Java chaincode with it',
};

export const CHROMIUM: Program = {
  title: 'Chromium',
  names: ['chromium', 'chromium-browser', 'google-chrome'],
  apt: ['chromium', 'fonts-noto-cjk'],
  brew: '--cask chromium',
  purpose: 'the tests open the console in it',
};

export const HAPROXY: Program = {
  title: 'HAProxy',
  names: ['haproxy'],
  apt: ['haproxy'],
  brew: 'haproxy',
  purpose: 'the tests reach nodes through it, as through an ingress controller',
};

export const PYTHON: Program = {
  title: 'Python',
  names: ['python3'],
  // Debian keeps what makes virtual environments in a package of its own.
  apt: ['python3', 'python3-venv'],
  brew: 'python',
  purpose: 'schemathesis, which the API is tested with, runs on it',
};

/** What matters of this machine for an installation without a prompt. */
interface Machine {
  readonly platform: NodeJS.Platform;
  readonly apt: boolean;
  readonly root: boolean;
  /** Whether sudo works without a password. */
  readonly sudo: boolean;
}

/** How to get a missing program: by installing it if no prompt is needed, otherwise by asking the user. */
export function howToInstall(program: Program, { platform, apt, root, sudo }: Machine): Installation {
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...program.apt];
  if (platform === 'darwin') return { kind: 'ask', command: `brew install ${program.brew}` };
  if (!apt) return { kind: 'ask', command: `your system's package manager, for ${program.names[0]}` };
  if (root) return { kind: 'install', command: install };
  if (sudo) return { kind: 'install', command: ['sudo', '-n', ...install] };
  return { kind: 'ask', command: `sudo apt-get install -y ${program.apt.join(' ')}` };
}

/** The program's full path. Installs a missing program if no prompt is needed. */
export async function ensureProgram(program: Program): Promise<string> {
  const present = find(program);
  if (present) return present;
  const installation = howToInstall(program, await machine());
  const missing = `${program.title} is not installed (${program.purpose}).`;
  if (installation.kind === 'ask') throw new ToolError(missing, `Install it and start again: ${installation.command}`);
  say(`Set-up: installing ${program.title} (${program.purpose}): ${installation.command.join(' ')}`);
  await installProgram(program, installation.command);
  const installed = find(program);
  if (!installed)
    throw new ToolError(
      missing,
      `The packages ${program.apt.join(', ')} are installed but do not contain ${program.names[0]}.`,
    );
  return installed;
}

function find({ names }: Program) {
  return names.map((name) => which(name)).find((path) => path !== undefined);
}

export async function machine(): Promise<Machine> {
  const root = process.getuid?.() === 0;
  const apt = which('apt-get') !== undefined;
  const sudo =
    !root && apt && which('sudo') !== undefined && (await run('sudo', ['-n', 'true'], { output: 'quiet' })).code === 0;
  return { platform: process.platform, apt, root, sudo };
}

/** The package lists of a fresh machine are empty or old, so they are updated when the installation fails. */
export async function installProgram({ title, purpose }: Program, command: readonly string[]) {
  if ((await apt(command)).code === 0) return;
  await apt([...command.slice(0, command.indexOf('apt-get') + 1), 'update']);
  const { code, stdout, stderr } = await apt(command);
  if (code === 0) return;
  throw new ToolError(
    `${title} cannot be installed (${purpose}):\n${(stderr || stdout).trim()}`,
    `Run it yourself and start again: ${command.join(' ')}`,
  );
}

/** Updates apt's package lists if no prompt is needed. */
export async function refreshPackageLists() {
  const { root, sudo } = await machine();
  if (root || sudo) await apt([...(root ? [] : ['sudo', '-n']), 'apt-get', 'update']);
}

async function apt(command: readonly string[]) {
  const [program = '', ...args] = command;
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  const at = args.indexOf('apt-get') + 1;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return run(program, [...args.slice(0, at), ...wait, ...args.slice(at)], { env, output: 'quiet' });
}
