import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lastLines, mustRun } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';
import { isListening } from '../start/port.ts';

/** Checks of installed programs. `folder` is empty and is removed afterwards. */

const START_MS = 60_000;
const LOOK = { remedy: 'See its output above.' };

/** Redis starts, listens and stops. */
export const redisWorks = (redis: string) => async (folder: string) => {
  const socket = join(folder, 'redis.sock');
  const settings = ['--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no', '--dir', folder];
  await startsAndStops(redis, settings, socket);
};

/** bubblewrap creates the namespaces of a chaincode. */
export const sandboxWorks = (bwrap: string) => async () => {
  const namespaces = ['--unshare-user', '--disable-userns', '--unshare-pid', '--unshare-ipc', '--unshare-uts'];
  const view = ['--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', '--size', '1048576', '--tmpfs', '/tmp'];
  await mustRun(bwrap, [...namespaces, ...view, '--cap-drop', 'ALL', '--die-with-parent', '--', 'true'], {
    remedy: 'bubblewrap 0.8 or newer is needed, and user namespaces must be allowed for it (docs/security.md).',
  });
};

/** MariaDB creates an empty database, starts on it, listens and stops. */
export const mariaDbWorks = (mariadbd: string) => async (folder: string) => {
  const data = join(folder, 'data');
  const socket = join(folder, 'mariadb.sock');
  const user = `--user=${userInfo().username}`;
  // One that starts removes the temporary tables of every other one from the folder for temporary files.
  const env = { ...process.env, TMPDIR: folder, PATH: `${process.env['PATH'] ?? ''}:${dirname(mariadbd)}` };
  await mustRun(
    'mariadb-install-db',
    ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', user],
    { ...LOOK, env },
  );
  const own = [`--datadir=${data}`, `--socket=${socket}`, `--tmpdir=${folder}`];
  const settings = ['--no-defaults', ...own, '--skip-networking', user];
  await startsAndStops(mariadbd, settings, socket);
};

/** Go builds a program that runs. */
export const goWorks = (go: string) => async (folder: string) => {
  writeFileSync(join(folder, 'go.mod'), 'module heddle.dev/check\n\ngo 1.23\n');
  writeFileSync(join(folder, 'main.go'), 'package main\n\nfunc main() { println("works") }\n');
  await mustRun(go, ['build', '-o', join(folder, 'check'), '.'], { ...LOOK, cwd: folder });
  await mustRun(join(folder, 'check'), [], LOOK);
};

/** Java compiles a class and runs it, and Maven starts. */
export const javaWorks = (javac: string, maven: string) => async (folder: string) => {
  const text = 'public class Check { public static void main(String[] args) { System.out.println("works"); } }\n';
  writeFileSync(join(folder, 'Check.java'), text);
  await mustRun(javac, ['Check.java'], { ...LOOK, cwd: folder });
  await mustRun(join(dirname(javac), 'java'), ['-cp', folder, 'Check'], LOOK);
  await mustRun(maven, ['--batch-mode', '-version'], LOOK);
};

/** Gradle starts on the installed Java. */
export const gradleWorks = (gradle: string) => async (folder: string) => {
  await mustRun(gradle, ['--no-daemon', '--version'], { ...LOOK, cwd: folder });
};

/** Python is new enough for the pinned packages and makes a virtual environment with pip. */
export const pythonWorks = (python: string) => async (folder: string) => {
  await mustRun(python, ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))'], {
    remedy: 'Python 3.11 or newer is needed, as python3 in PATH.',
  });
  const environment = join(folder, 'environment');
  await mustRun(python, ['-m', 'venv', environment], LOOK);
  await mustRun(join(environment, 'bin', 'python'), ['-m', 'pip', '--version'], LOOK);
};

/** Chromium shows an empty page. */
export const chromiumWorks = (chromium: string) => async (folder: string) => {
  const profile = join(folder, 'profile');
  mkdirSync(profile);
  const settings = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    `--user-data-dir=${profile}`,
  ];
  const page = await mustRun(chromium, [...settings, '--dump-dom', 'about:blank'], LOOK);
  if (!page.includes('<html>')) throw new ToolError(`${chromium} shows no page: ${page}`, LOOK.remedy);
};

/** HAProxy accepts a configuration like those of the tests. */
export const haproxyWorks = (haproxy: string) => async (folder: string) => {
  const file = join(folder, 'haproxy.cfg');
  const timeouts = ['connect', 'client', 'server'].map((kind) => `  timeout ${kind} 5s`);
  const frontend = ['frontend check', `  bind unix@${join(folder, 'haproxy.sock')}`];
  writeFileSync(file, [...['defaults', '  mode tcp', ...timeouts], ...frontend, ''].join('\n'));
  await mustRun(haproxy, ['-c', '-f', file], LOOK);
};

/** @param socket where it listens when it has started */
async function startsAndStops(program: string, args: readonly string[], socket: string) {
  const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  let end: string | undefined;
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      resolve((end = error.message));
    });
    child.once('close', (code, signal) => {
      resolve((end = `it ended (${signal ?? `exit code ${code}`})`));
    });
  });
  try {
    const deadline = Date.now() + START_MS;
    while (!(await isListening({ path: socket }))) {
      if (end !== undefined || Date.now() > deadline)
        throw new ToolError(
          `${program} does not start: ${end ?? 'it does not listen'}\n${lastLines({ code: 0, ...output })}`,
          LOOK.remedy,
        );
      await delay(50);
    }
  } finally {
    child.kill('SIGTERM');
    const late = await Promise.race([ended.then(() => false), delay(20_000, true, { ref: false })]);
    if (late) child.kill('SIGKILL');
    await ended;
  }
}
