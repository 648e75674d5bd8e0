import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { inspectArchive } from '@heddle/artifacts';
import type { ChaincodeSourceEntity } from '@heddle/data';
import { SCRIPTED_SERVER, type ServerBehaviour } from '@heddle/testing';
import type { TestInstallation } from './test-installation';

export type SourceFiles = Readonly<Record<string, string>>;

const WORKSPACE = join(__dirname, '../../../..');

/** The sample chaincode in Go. */
export async function goSample(): Promise<SourceFiles> {
  const folder = join(WORKSPACE, 'samples/asset-transfer-go');
  const names = (await readdir(folder)).filter((name) => !name.endsWith('_test.go'));
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}

/** A key-value store in Java, built with Maven. */
export async function javaFixture(): Promise<SourceFiles> {
  const folder = join(WORKSPACE, 'libs/testing/fixtures/java-chaincode');
  const names = ['pom.xml', 'src/main/java/heddle/fixture/Store.java'];
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}

/** A program in Go with this body of `main`. */
export function goProgram(main: string): SourceFiles {
  return { 'go.mod': 'module program\n\ngo 1.22\n', 'main.go': `package main\n\nfunc main() {\n\t${main}\n}\n` };
}

/** A project in TypeScript that this workspace's compiler checks. */
export function typescriptProgram(text: string): SourceFiles {
  const tsc = join(WORKSPACE, 'node_modules/typescript/bin/tsc');
  const scripts = { build: `node '${tsc}' --noEmit --strict index.ts`, start: 'node index.js' };
  return { 'package.json': JSON.stringify({ name: 'program', version: '1.0.0', scripts }), 'index.ts': text };
}

/** A project whose server misbehaves on purpose. */
export function scriptedServer(behaviour: ServerBehaviour, argument = ''): SourceFiles {
  const scripts = { start: `exec node '${SCRIPTED_SERVER}' ${behaviour} '${argument}'` };
  return { 'package.json': JSON.stringify({ name: behaviour, version: '1.0.0', scripts }) };
}

/** A project whose build waits for a file, and whose server is an existing program. */
export function slowBuild({ gate, program }: { gate: string; program: string }): SourceFiles {
  const build = `echo 'waiting for ${gate}'; while [ ! -e '${gate}' ]; do sleep 0.05; done`;
  const scripts = { build, start: `exec '${program}'` };
  return { 'package.json': JSON.stringify({ name: 'slow', version: '1.0.0', scripts }) };
}

/** Stores an archive in the folder of uploads. */
export async function upload(
  { layout, database }: TestInstallation,
  files: SourceFiles,
): Promise<ChaincodeSourceEntity> {
  const archive = pack();
  for (const [name, text] of Object.entries(files)) archive.entry({ name }, text);
  archive.finalize();
  const parts: Buffer[] = [];
  for await (const part of archive as AsyncIterable<Buffer>) parts.push(part);
  const fileName = 'source.tar.gz';
  const path = join(layout.sources, fileName);
  await mkdir(layout.sources, { recursive: true });
  await writeFile(path, gzipSync(Buffer.concat(parts)));
  const { sha256, size, language, projects } = await inspectArchive(path, { fileName });
  await rename(path, join(layout.sources, sha256));
  return database.transaction(({ sources }) =>
    sources.remember({ fileName, sha256, size, language, projects: [...projects] }),
  );
}
