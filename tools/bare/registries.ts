import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { mustRun } from '../lib/run.mjs';
import { inRoot } from './enter.ts';

/** Files that configure package registries on this machine. Those in the home folder are copied to root's. */
const FILES = ['/etc/resolv.conf', '/etc/hosts', '/etc/npmrc', '/etc/pip.conf'];
const OWN_FILES = ['.npmrc', '.config/pip/pip.conf', '.config/go/env', '.m2/settings.xml'];
const AUTHORITIES = '/usr/local/share/ca-certificates';
const APT = '/etc/apt/apt.conf.d';

/** Copies this machine's package registry settings into a root folder. */
export async function copyRegistries(root: string) {
  for (const path of FILES) copy(path, join(root, path));
  for (const path of OWN_FILES) copy(join(homedir(), path), join(root, 'root', path));
  for (const name of existsSync(APT) ? readdirSync(APT) : []) {
    const file = join(APT, name);
    if (isAboutReaching(file)) copy(file, join(root, APT, name));
  }
  if (existsSync(AUTHORITIES)) cpSync(AUTHORITIES, join(root, AUTHORITIES), { recursive: true, dereference: true });
  if (existsSync(join(root, '/usr/sbin/update-ca-certificates')))
    await mustRun(...inRoot(root, { command: ['update-ca-certificates'] }), { remedy: `Check ${AUTHORITIES}.` });
}

/**
 * Keeps the npm settings that affect downloads. Others refer to programs that a bare machine lacks, or are local
 * preferences.
 */
function isAboutReaching(file: string) {
  if (!statSync(file).isFile()) return false;
  const text = readFileSync(file, 'utf8');
  return /^Acquire::/m.test(text) && !/IndexTargets|Invoke/.test(text);
}

function copy(from: string, to: string) {
  if (!existsSync(from)) return;
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
