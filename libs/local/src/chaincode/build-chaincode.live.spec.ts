import { existsSync } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { RuntimeProgress } from '@heddle/runtime';
import { projectFiles, writeArchive } from '../harness/source-archive';
import { buildChaincode, type BuildChaincodeOptions } from './build-chaincode';
import { builtProgram } from './built-chaincode';

const GO = { 'go.mod': 'module hello\n\ngo 1.22\n', 'main.go': 'package main\n\nfunc main() { println("hello") }\n' };

const JAVA = join(__dirname, '../../../testing/fixtures/java-chaincode');
const GRADLE_SAMPLE = join(__dirname, '../../../../samples/meter-readings');

let folder: string;
let lines: string[];
let reports: RuntimeProgress[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-build-'));
  lines = [];
  reports = [];
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function source(files: Readonly<Record<string, string>>): Promise<BuildChaincodeOptions> {
  const archive = await writeArchive(join(folder, 'source.tar.gz'), files);
  return {
    archive,
    fileName: 'source.tar.gz',
    cacheDir: join(folder, 'builds'),
    nodes: join(folder, 'nodes'),
    log: (line) => lines.push(line),
    report: (progress) => reports.push(progress),
  };
}

/** A program of which this many packages are its own, so that no cache has them. */
function packagesOf(count: number): Readonly<Record<string, string>> {
  const names = Array.from({ length: count }, (_, index) => `p${String(index)}`);
  const imports = names.map((name) => `import _ "hello/${name}"\n`).join('');
  const files = names.map((name) => [`${name}/${name}.go`, `package ${name}\n\nconst At = "${folder}"\n`] as const);
  return {
    ...GO,
    'main.go': `package main\n\n${imports}\nfunc main() { println("hello") }\n`,
    ...Object.fromEntries(files),
  };
}

function expectRising(values: readonly number[]): void {
  expect(values).toEqual(values.toSorted((one, other) => one - other));
  expect(values[0]).toBe(0);
  expect(values.at(-1)).toBeLessThan(1);
}

const missing = (remedy: string) => ({
  code: 'toolchain_missing',
  remedy: expect.stringContaining(remedy) as string,
});

async function withPath(path: string, work: () => Promise<void>): Promise<void> {
  const before = process.env['PATH'];
  process.env['PATH'] = path;
  try {
    await work();
  } finally {
    process.env['PATH'] = before;
  }
}

function which(program: string): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = folders.map((path) => join(path, program)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${program} is not in PATH.`);
  return found;
}

describe('a Go chaincode', () => {
  it('is built once per content', async () => {
    const options = await source(GO);
    const first = await buildChaincode(options);
    expect(first.language).toBe('go');
    const { command } = await builtProgram(options.cacheDir, first.id);
    await expect(access(command[0] ?? '')).resolves.toBeUndefined();
    lines = [];
    expect(await buildChaincode(options)).toEqual(first);
    expect(lines).toEqual([expect.stringMatching(/^Built before/)]);
  }, 120_000);

  it('reports its progress while its packages are compiled, and names none of them in the log', async () => {
    await buildChaincode(await source(packagesOf(60)));
    const done = reports.map((report) => report.done / report.of);
    expectRising(done);
    expect(new Set(done).size).toBeGreaterThan(6);
    expect(reports.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        'Build, 1 of 3: go list',
        'Build, 2 of 3: go build',
        expect.stringMatching(/^Build, 2 of 3: go build, \d+%$/),
        'Build, 3 of 3: keeping the output',
      ]),
    );
    expect(lines.filter((line) => !line.startsWith('$ go'))).toEqual([]);
  }, 240_000);

  it('is built by one of two builders while the other one waits', async () => {
    const options = await source(GO);
    const [first, second] = await Promise.all([buildChaincode(options), buildChaincode(options)]);
    expect(first).toEqual(second);
    expect(lines.filter((line) => line.startsWith('$ go build'))).toHaveLength(1);
    expect(await readdir(options.cacheDir)).toEqual([first.id]);
  }, 120_000);

  it('that does not compile fails with the compiler’s output and leaves nothing behind', async () => {
    const options = await source({ ...GO, 'main.go': 'package main\n\nfunc main() { missing() }\n' });
    await expect(buildChaincode(options)).rejects.toMatchObject({
      code: 'build_failed',
      cause: expect.stringContaining('undefined: missing') as string,
    });
    expect(await readdir(options.cacheDir)).toEqual([]);
  }, 120_000);

  it('is built after its first builder was killed', async () => {
    const options = await source(GO);
    await mkdir(options.cacheDir);
    const probe = await buildChaincode(options);
    await rm(join(options.cacheDir, probe.id), { recursive: true });
    await writeFile(join(options.cacheDir, `.lock-${probe.id}`), JSON.stringify({ pid: process.pid, startedAt: 1 }));
    await mkdir(join(options.cacheDir, `.build-${probe.id}-leftover`));
    await buildChaincode(options);
    expect(await readdir(options.cacheDir)).toEqual([probe.id]);
  }, 120_000);

  it('stops building when the build is cancelled', async () => {
    const options = await source(GO);
    const controller = new AbortController();
    const log = (line: string) => {
      if (line.startsWith('$ go')) controller.abort();
    };
    await expect(buildChaincode({ ...options, log, signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(await readdir(options.cacheDir)).toEqual([]);
  }, 120_000);

  it('is rejected with the cause if Go is missing', async () => {
    const options = await source(GO);
    await withPath(folder, () => expect(buildChaincode(options)).rejects.toMatchObject(missing('Install Go')));
  });
});

describe('a Node chaincode', () => {
  it('in TypeScript keeps only what it needs to start', async () => {
    const options = await source(await projectFiles(join(__dirname, '../../../../samples/asset-transfer')));
    const build = await buildChaincode(options);
    const program = await builtProgram(options.cacheDir, build.id);
    expect(program.command.slice(0, 2)).toEqual(['/bin/sh', '-c']);
    await expect(access(join(program.cwd, 'dist/index.js'))).resolves.toBeUndefined();
    await expect(access(join(program.cwd, 'node_modules/.bin/fabric-chaincode-node'))).resolves.toBeUndefined();
    await expect(access(join(program.cwd, 'node_modules/typescript'))).rejects.toMatchObject({ code: 'ENOENT' });
    expectRising(reports.map(({ done }) => done));
    const parts = ['npm ci', 'npm run build', 'npm prune', 'keeping the output'];
    expect(reports.map(({ message }) => message)).toEqual(
      parts.map((part, index) => `Build, ${String(index + 1)} of 4: ${part}`),
    );
  }, 240_000);

  it('without a start script is rejected', async () => {
    const options = await source({ 'package.json': '{"name":"x","version":"1.0.0"}' });
    await expect(buildChaincode(options)).rejects.toMatchObject({
      code: 'build_failed',
      message: expect.stringContaining('no start script') as string,
    });
  });
});

describe('a Java chaincode', () => {
  it('is built once per content, and its tool’s output is reported during the build', async () => {
    const options = await source(await projectFiles(JAVA));
    const first = await buildChaincode(options);
    expect(first.language).toBe('java');
    expect(lines).toContainEqual(expect.stringMatching(/^\$ mvn .*package$/));
    expect(lines).toContainEqual(expect.stringContaining('BUILD SUCCESS'));
    const { command } = await builtProgram(options.cacheDir, first.id);
    expect(command[0]).toBe('java');
    expect((await stat(command.at(-1) ?? '')).size).toBeGreaterThan(1_000_000);
    lines = [];
    expect(await buildChaincode(options)).toEqual(first);
    expect(lines).toEqual([expect.stringMatching(/^Built before/)]);
  }, 400_000);

  it('that does not compile fails with javac’s output and leaves nothing behind', async () => {
    const files = await projectFiles(JAVA);
    const [path, text] = Object.entries(files).find(([name]) => name.endsWith('Store.java')) ?? ['', ''];
    const options = await source({ ...files, [path]: text.replace('return value;', 'return missing;') });
    await expect(buildChaincode(options)).rejects.toMatchObject({
      code: 'build_failed',
      cause: expect.stringMatching(/Store\.java:\[\d+,\d+\] cannot find symbol[^]*variable missing/) as string,
    });
    expect(await readdir(options.cacheDir)).toEqual([]);
  }, 400_000);

  it('is rejected without a JDK, with what to install', async () => {
    const options = await source({ 'pom.xml': '<project/>' });
    await withPath(folder, () => expect(buildChaincode(options)).rejects.toMatchObject(missing('Install a JDK')));
  });

  it.each([
    ['pom.xml', '<project/>', 'Install Maven'],
    ['build.gradle', '', 'Install Gradle'],
  ])('with a %s is rejected if its tool is missing, with what to install', async (manifest, text, remedy) => {
    const options = await source({ [manifest]: text, 'src/main/java/Store.java': 'class Store {}' });
    for (const tool of ['javac', 'java']) await symlink(await realpath(which(tool)), join(folder, tool));
    await withPath(folder, () => expect(buildChaincode(options)).rejects.toMatchObject(missing(remedy)));
  });

  it('is built by an installed Gradle', async () => {
    const options = await source(await projectFiles(GRADLE_SAMPLE));
    const { id } = await buildChaincode(options);
    expect(lines).toContainEqual(expect.stringContaining('BUILD SUCCESSFUL'));
    const { command } = await builtProgram(options.cacheDir, id);
    expect((await stat(command.at(-1) ?? '')).size).toBeGreaterThan(1_000_000);
  }, 400_000);

  it('without its dependencies in the jar is rejected with what to add', async () => {
    const build = "plugins {\n  id 'java'\n}\njar {\n  manifest {\n    attributes 'Main-Class': 'Store'\n  }\n}\n";
    const options = await source({ 'build.gradle': build, 'src/main/java/Store.java': 'class Store {}\n' });
    await expect(buildChaincode(options)).rejects.toMatchObject({
      code: 'build_failed',
      message: expect.stringContaining('holds none of the dependencies') as string,
    });
  }, 400_000);

  it.each([
    ['plugin', { 'build.gradle': "plugins {\n  id 'com.gradleup.shadow' version '99.0.0'\n}\n" }],
    ['wrapper without its jar', { 'build.gradle': '', ...gradleWrapper('https\\://services.gradle.org') }],
  ])('whose %s requires a newer Gradle than the installed one is rejected before the build', async (_, files) => {
    const options = await source(files);
    await symlink(which('java'), join(folder, 'java'));
    await writeFile(join(folder, 'gradle'), "#!/bin/sh\necho 'Gradle 4.4.1'\n", { mode: 0o755 });
    await withPath([folder, process.env['PATH'] ?? ''].join(delimiter), () =>
      expect(buildChaincode(options)).rejects.toMatchObject({
        code: 'toolchain_missing',
        message: expect.stringMatching(/Gradle \d[\d.]* or newer \(there is Gradle 4\.4\.1; the/) as string,
      }),
    );
    expect(lines.filter((line) => line.startsWith('$'))).toEqual(['$ javac -version', '$ gradle --version']);
  });

  it('written for a newer JDK than the installed one is rejected before the build', async () => {
    const pom = '<project><properties><maven.compiler.release>99</maven.compiler.release></properties></project>';
    await expect(buildChaincode(await source({ 'pom.xml': pom }))).rejects.toMatchObject({
      code: 'toolchain_missing',
      message: expect.stringMatching(/a JDK 99 or newer \(there is javac \d/) as string,
    });
  });

  it('is built by its own wrapper, even if it is not executable in the archive', async () => {
    const properties = 'distributionUrl=https\\://localhost/apache-maven-3.9.9-bin.zip\n';
    const wrapper = { mvnw: 'exec mvn "$@"\n', '.mvn/wrapper/maven-wrapper.properties': properties };
    const options = await source({ ...(await projectFiles(JAVA)), ...wrapper });
    await buildChaincode(options);
    expect(lines.filter((line) => line.startsWith('$'))).toEqual([
      '$ javac -version',
      '$ mvnw --version',
      '$ mvnw package',
    ]);
    expect(lines.join('')).not.toContain('\u001b');
  }, 400_000);

  it('whose wrapper cannot download its tool is rejected with the address and the remedy', async () => {
    const script = 'echo "Exception: java.net.UnknownHostException: gradle.invalid" >&2\nexit 1\n';
    const jar = { 'gradle/wrapper/gradle-wrapper.jar': 'x' };
    const files = { 'build.gradle': '', gradlew: script, ...gradleWrapper('https\\://gradle.invalid'), ...jar };
    await expect(buildChaincode(await source(files))).rejects.toMatchObject({
      message: expect.stringContaining('https://gradle.invalid/distributions/gradle-9.1.0-bin.zip') as string,
      remedy: expect.stringContaining('Allow the worker to reach gradle.invalid') as string,
    });
  });
});

function gradleWrapper(host: string): Readonly<Record<string, string>> {
  const properties = `distributionUrl=${host}/distributions/gradle-9.1.0-bin.zip\n`;
  return { 'gradle/wrapper/gradle-wrapper.properties': properties };
}
