import { run, which } from '../lib/run.mjs';
import { ToolError, say } from '../lib/say.mjs';

/**
 * @typedef {object} Program a program that the system's package manager installs
 * @property {string} title
 * @property {readonly string[]} names names of the executable, any of which is sufficient
 * @property {readonly string[]} apt Debian's and Ubuntu's packages
 * @property {string} brew Homebrew's arguments
 * @property {string} purpose what Heddle does with it
 *
 * @typedef {{ kind: 'install', command: readonly string[] } | { kind: 'ask', command: string }} Installation
 */

/** @type {Program} */
export const REDIS = {
  title: 'Redis',
  names: ['redis-server'],
  apt: ['redis-server'],
  brew: 'redis',
  purpose: 'stores the job queue; Heddle starts a private instance',
};

/** @type {Program} */
export const BUBBLEWRAP = {
  title: 'bubblewrap',
  names: ['bwrap'],
  apt: ['bubblewrap'],
  // Not available on macOS.
  brew: 'bubblewrap',
  purpose: 'uploaded chaincode is built and run in its sandbox',
};

/** @type {Program} */
export const MARIADB = {
  title: 'MariaDB',
  names: ['mariadbd'],
  // The first package contains mariadb-install-db, which needs my_print_defaults from the second.
  apt: ['mariadb-server-core', 'mariadb-client-core'],
  brew: 'mariadb',
  purpose: 'the tests run on it and on SQLite',
};

/** @type {Program} */
export const JDK = {
  title: 'a Java development kit',
  names: ['javac'],
  // Each release of Debian and Ubuntu has a different version, and all are new enough.
  apt: ['default-jdk-headless'],
  brew: 'openjdk@17',
  purpose: 'the tests build Java chaincode with it',
};

/** @type {Program} */
export const MAVEN = {
  title: 'Maven',
  names: ['mvn'],
  apt: ['maven'],
  brew: 'maven',
  purpose: 'the tests build Java chaincode with it',
};

/** @type {Program} */
export const GRADLE = {
  title: 'Gradle',
  names: ['gradle'],
  apt: ['gradle'],
  brew: 'gradle',
  purpose: 'the tests build Java chaincode with it',
};

/** @type {Program} */
export const CHROMIUM = {
  title: 'Chromium',
  names: ['chromium', 'chromium-browser', 'google-chrome'],
  apt: ['chromium', 'fonts-noto-cjk'],
  brew: '--cask chromium',
  purpose: 'the tests open the console in it',
};

/** @type {Program} */
export const HAPROXY = {
  title: 'HAProxy',
  names: ['haproxy'],
  apt: ['haproxy'],
  brew: 'haproxy',
  purpose: 'the tests reach nodes through it, as through an ingress controller',
};

/** @type {Program} */
export const PYTHON = {
  title: 'Python',
  names: ['python3'],
  // Debian keeps what makes virtual environments in a package of its own.
  apt: ['python3', 'python3-venv'],
  brew: 'python',
  purpose: 'schemathesis, which the API is tested with, runs on it',
};

/**
 * How to get a missing program: by installing it if no prompt is needed, otherwise by asking the user.
 * @param {Program} program
 * @param {{ platform: NodeJS.Platform, apt: boolean, root: boolean, sudo: boolean }} machine sudo: whether it works without a password
 * @returns {Installation}
 */
export function howToInstall(program, { platform, apt, root, sudo }) {
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...program.apt];
  if (platform === 'darwin') return { kind: 'ask', command: `brew install ${program.brew}` };
  if (!apt) return { kind: 'ask', command: `your system's package manager, for ${program.names[0]}` };
  if (root) return { kind: 'install', command: install };
  if (sudo) return { kind: 'install', command: ['sudo', '-n', ...install] };
  return { kind: 'ask', command: `sudo apt-get install -y ${program.apt.join(' ')}` };
}

/**
 * The program's full path. Installs a missing program if no prompt is needed.
 * @param {Program} program
 * @returns {Promise<string>}
 */
export async function ensureProgram(program) {
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

/** @param {Program} program */
function find({ names }) {
  return names.map((name) => which(name)).find((path) => path !== undefined);
}

/** Capabilities of this machine for installing without a prompt. */
export async function machine() {
  const root = process.getuid?.() === 0;
  const apt = which('apt-get') !== undefined;
  const sudo =
    !root && apt && which('sudo') !== undefined && (await run('sudo', ['-n', 'true'], { output: 'quiet' })).code === 0;
  return { platform: process.platform, apt, root, sudo };
}

/**
 * The package lists of a fresh machine are empty or old, so they are updated when the installation fails.
 * @param {Program} program
 * @param {readonly string[]} command
 */
export async function installProgram({ title, purpose }, command) {
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

/** @param {readonly string[]} command */
async function apt(command) {
  const [program = '', ...args] = command;
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  const at = args.indexOf('apt-get') + 1;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return run(program, [...args.slice(0, at), ...wait, ...args.slice(at)], { env, output: 'quiet' });
}
