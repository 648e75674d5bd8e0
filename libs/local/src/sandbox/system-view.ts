import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ifPresent } from '../file-errors';
import { systemMount, type Mount } from './mount';

/** Folders of programs and libraries. */
export const SYSTEM_FOLDERS = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'] as const;

/** Files in `/etc` that programs need: names, addresses, CA certificates, locations of Java and its tools. */
const ETC = [
  'alternatives',
  'crypto-policies',
  'group',
  'gai.conf',
  'host.conf',
  'hosts',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'localtime',
  'nsswitch.conf',
  'os-release',
  'passwd',
  'protocols',
  'resolv.conf',
  'services',
  'timezone',
  'ca-certificates',
  'ssl/certs',
  'ssl/openssl.cnf',
  'pki/ca-trust',
  'pki/java',
  'pki/tls/certs',
  'maven',
  'gradle',
] as const;

/** For example `/etc/java-17-openjdk`. */
const JAVA = /^java(-|$)/;

/** The read-only part of every sandbox, and a private `/proc` and `/dev`. */
export async function systemView(): Promise<string[]> {
  const folders = (await Promise.all(SYSTEM_FOLDERS.map(systemMount))).flat();
  const java = ((await ifPresent(readdir('/etc'))) ?? []).filter((name) => JAVA.test(name));
  const etc = [...ETC, ...java].map((name) => join('/etc', name));
  return [...folders, ...etc.map((path): Mount => ({ type: 'read', path }))].flatMap(argsOf);
}

function argsOf(mount: Mount): string[] {
  return mount.type === 'link' ? ['--symlink', mount.target, mount.path] : ['--ro-bind-try', mount.path, mount.path];
}
