import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { run } from '../../lib/run.mjs';
import { ToolError } from '../../lib/say.mjs';
import { FABRIC_VERSION, TOOL_BINARIES } from '../../setup/fabric-home.ts';
import { findGo } from '../../setup/go.ts';
import { projectNode } from '../../setup/node.mjs';
import { PAUSE_IMAGE } from '../config-files.ts';
import type { Image, ImageConfig } from './archive.ts';
import { java } from './java.ts';
import { PATH, libraryEntries, sharedLibraries, stamp } from './programs.ts';
import { copyOf, file, folder, link, text } from './tree.ts';

/** Part of every image's inputs. Increase it when a change below changes the images. */
const RECIPE = '1';

interface ImageSources {
  /** Folder of the node program. */
  readonly nodeProgram: string;
  readonly busybox: string;
  readonly fabricHome: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The images that the cluster gets without a registry, built from programs on this machine. */
export async function allImages({ nodeProgram, busybox, fabricHome, env }: ImageSources): Promise<Image[]> {
  const base = await busyboxLayer(busybox);
  return [
    pause(nodeProgram),
    { reference: 'docker.io/library/busybox:1.36', ...base, config: { Env: [`PATH=${PATH}`], Cmd: ['sh'] } },
    ...fabric(base, fabricHome),
    await node(base),
    await go(base),
    ...(await java(base, env)),
  ];
}

export type Base = Pick<Image, 'inputs' | 'layers'>;

/** @param program folder of the node program */
function pause(program: string): Image {
  return {
    reference: PAUSE_IMAGE,
    inputs: [RECIPE, basename(program)],
    config: { Env: [`PATH=${PATH}`], Entrypoint: ['/node', 'pause'] },
    layers: [() => [file('/node', join(program, 'node'))]],
  };
}

/** A small base system: busybox under all its names, accounts, and the machine's certificate authorities. */
async function busyboxLayer(busybox: string): Promise<Base> {
  const { stdout } = await run(busybox, ['--list-full'], { output: 'capture' });
  const names = stdout.split('\n').filter((name) => name !== '' && name !== 'bin/busybox');
  const authorities = '/etc/ssl/certs/ca-certificates.crt';
  const folders = [
    '/bin',
    '/sbin',
    '/usr',
    '/usr/bin',
    '/usr/sbin',
    '/usr/local',
    '/usr/local/bin',
    '/etc',
    '/etc/ssl',
  ];
  const empty = ['/etc/ssl/certs', '/root', '/home', '/proc', '/sys', '/dev', '/var', '/var/log', '/var/run'];
  const certificates = existsSync(authorities) ? [file(authorities, authorities, 0o644)] : [];
  const layer = () => [
    ...[...folders, ...empty].map((path) => folder(path)),
    folder('/tmp', 0o1777),
    folder('/var/tmp', 0o1777),
    file('/bin/busybox', busybox),
    ...names.filter((name) => folders.includes(`/${dirname(name)}`)).map((name) => link(`/${name}`, '/bin/busybox')),
    text('/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n'),
    text('/etc/group', 'root:x:0:\nnogroup:x:65534:\n'),
    text('/etc/nsswitch.conf', 'hosts: files dns\n'),
    ...certificates,
  ];
  return { inputs: [RECIPE, stamp(busybox), ...certificates.map(() => stamp(authorities))], layers: [layer] };
}

/**
 * Laid out like the official images: programs in PATH, the sample configuration in FABRIC_CFG_PATH, ledgers in
 * /var/hyperledger/production. The sample MSP and the ccaas builder are not included.
 */
function fabric(base: Base, home: string): Image[] {
  const CONFIG = '/etc/hyperledger/fabric';
  const bin = (name: string) => join(home, 'bin', name);
  const config = (name: string) => join(home, 'config', name);
  const folders = ['/etc/hyperledger', CONFIG, '/var/hyperledger', '/var/hyperledger/production'];
  const layer = (programs: readonly string[], files: readonly string[]) => () => [
    ...folders.map((path) => folder(path)),
    ...programs.map((name) => file(`/usr/local/bin/${name}`, bin(name))),
    ...files.map((name) => file(`${CONFIG}/${name}`, config(name), 0o644)),
  ];
  const peer = { programs: ['peer'], files: ['core.yaml'] };
  const orderer = { programs: ['orderer'], files: ['orderer.yaml', 'configtx.yaml'] };
  const tools = { programs: TOOL_BINARIES, files: [] };
  const image = (
    name: string,
    layers: readonly { programs: readonly string[]; files: readonly string[] }[],
    settings: Partial<ImageConfig>,
  ): Image => ({
    reference: `docker.io/hyperledger/fabric-${name}:${FABRIC_VERSION}`,
    inputs: [
      ...base.inputs,
      ...layers.flatMap(({ programs, files }) => [...programs.map(bin), ...files.map(config)].map(stamp)),
    ],
    config: { Env: [`PATH=${PATH}`, `FABRIC_CFG_PATH=${CONFIG}`], ...settings },
    layers: [...base.layers, ...layers.map(({ programs, files }) => layer(programs, files))],
  });
  const Volumes = { [CONFIG]: {}, '/var/hyperledger': {} };
  return [
    image('peer', [peer], { Cmd: ['peer', 'node', 'start'], ExposedPorts: { '7051/tcp': {} }, Volumes }),
    image('orderer', [orderer], { Cmd: ['orderer'], ExposedPorts: { '7050/tcp': {} }, Volumes }),
    image('tools', [peer, orderer, tools], { Cmd: ['/bin/sh'] }),
  ];
}

/** The project's Node with npm, and the shared libraries that it needs. */
async function node(base: Base): Promise<Image> {
  const program = projectNode();
  const npm = npmFolder();
  const libraries = await sharedLibraries([program]);
  const layer = () => [
    ...libraryEntries(libraries),
    folder('/usr/local/lib'),
    folder('/usr/local/lib/node_modules'),
    file('/usr/local/bin/node', program),
    link('/usr/local/bin/npm', '../lib/node_modules/npm/bin/npm-cli.js'),
    link('/usr/local/bin/npx', '../lib/node_modules/npm/bin/npx-cli.js'),
    ...copyOf('/usr/local/lib/node_modules/npm', npm, (path) => path !== 'man' && path !== 'docs'),
  ];
  return {
    reference: `docker.io/library/node:${process.versions.node.split('.')[0]}-slim`,
    inputs: [...base.inputs, ...[program, join(npm, 'package.json'), ...libraries].map(stamp)],
    config: { Env: [`PATH=${PATH}`, `NODE_VERSION=${process.versions.node}`], Cmd: ['node'] },
    layers: [...base.layers, layer],
  };
}

/** The npm that comes with the machine's Node. */
function npmFolder(): string {
  const candidates = ['/usr/lib/node_modules/npm', '/usr/local/lib/node_modules/npm'];
  const script = process.env['npm_execpath'];
  if (script?.endsWith('/bin/npm-cli.js')) candidates.unshift(dirname(dirname(script)));
  const found = candidates.find((path) => isNpm(path));
  if (found !== undefined) return found;
  throw new ToolError(
    'The image node cannot be built: no npm with its own folder was found.',
    'Install Node.js from nodejs.org or NodeSource, whose npm has one.',
  );
}

function isNpm(path: string): boolean {
  return statSync(join(path, 'bin', 'npm-cli.js'), { throwIfNoEntry: false }) !== undefined;
}

/** The machine's Go. Without a C compiler in the image, cgo is disabled. */
async function go(base: Base): Promise<Image> {
  const program = (await findGo()) ?? '';
  const { stdout } = await run(program, ['env', 'GOROOT'], { output: 'capture' });
  const root = stdout.trim();
  const [version = ''] = readFileSync(join(root, 'VERSION'), 'utf8').split('\n');
  const number = version.replace(/^go/, '');
  const left = ['test', 'doc', 'api', 'misc', '.git'];
  return {
    reference: `docker.io/library/golang:${number.split('.').slice(0, 2).join('.')}`,
    inputs: [...base.inputs, root, version],
    config: {
      Env: [`PATH=/go/bin:/usr/local/go/bin:${PATH}`, `GOLANG_VERSION=${number}`, 'GOTOOLCHAIN=local', 'GOPATH=/go'],
      Cmd: ['sh'],
      WorkingDir: '/go',
    },
    layers: [
      ...base.layers,
      () => [
        ...copyOf('/usr/local/go', root, (path) => !left.includes(path)),
        ...['/go', '/go/src', '/go/bin'].map((path) => folder(path, 0o1777)),
      ],
    ],
  };
}
