import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { goBuilder } from './go-builder';

const MODULE = 'module chaincode\n\ngo 1.22\n';
const MAIN = 'package main\n\nfunc main() {}\n';
const SHIM = 'github.com/hyperledger/fabric-chaincode-go';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-go-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function prepare(files: Readonly<Record<string, string>>): Promise<string[]> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, 'project', path)), { recursive: true });
    await writeFile(join(folder, 'project', path), text);
  }
  const project = join(folder, 'project');
  const commands = await goBuilder.prepare({ project, output: join(folder, 'output'), singleFile: undefined });
  return commands.map(({ command, args }) => [command, ...args].join(' '));
}

const refusal = (message: string, remedy: string) => ({
  code: 'build_failed',
  message: expect.stringContaining(message) as string,
  remedy: expect.stringContaining(remedy) as string,
});

describe('before a Go project is built', () => {
  it('the shim of Fabric 1.x is rejected with the import to change', async () => {
    const main = `package main\n\nimport "github.com/hyperledger/fabric/core/chaincode/shim"\n\nfunc main() { shim.Start(nil) }\n`;
    await expect(prepare({ 'go.mod': MODULE, 'main.go': main })).rejects.toMatchObject(
      refusal('main.go imports the shim of Fabric 1.x', `to "${SHIM}/shim"`),
    );
  });

  it('a project for GOPATH is rejected with the commands that turn it into a module', async () => {
    await expect(prepare({ 'main.go': MAIN })).rejects.toMatchObject(refusal('no go.mod', 'go mod init chaincode'));
  });

  it.each([['../shared'], ['/home/dev/shared']])(
    'a replacement by %s, outside of the archive, is rejected',
    async (path) => {
      const goMod = `${MODULE}\nreplace example.com/shared v1.0.0 => ${path}\n`;
      await expect(prepare({ 'go.mod': goMod, 'main.go': MAIN })).rejects.toMatchObject(
        refusal(`replaces example.com/shared by ${path}`, `Remove the line "replace example.com/shared => ${path}"`),
      );
    },
  );

  it('a replacement within the archive is accepted', async () => {
    const goMod = `${MODULE}\nreplace (\n\texample.com/shared => ./shared\n)\n`;
    await expect(prepare({ 'go.mod': goMod, 'main.go': MAIN, 'shared/go.mod': MODULE })).resolves.toHaveLength(2);
  });
});

describe('the main package of a Go project', () => {
  it.each([
    [{ 'main.go': MAIN, 'tools/gen/main.go': MAIN }, '.'],
    [{ 'lib.go': 'package lib\n', 'cmd/server/main.go': MAIN, 'tools/main.go': MAIN }, './cmd/server'],
    [{ 'lib.go': 'package lib\n', 'src/main.go': MAIN }, './src'],
    [{ 'gen.go': `//go:build ignore\n\n${MAIN}`, 'cmd/main.go': MAIN }, './cmd'],
  ])('is found (%#)', async (files, target) => {
    expect((await prepare({ 'go.mod': MODULE, ...files })).at(-1)?.split(' ').at(-1)).toBe(target);
  });

  it('is rejected by name if there are several', async () => {
    await expect(prepare({ 'go.mod': MODULE, 'cmd/a/main.go': MAIN, 'cmd/b/main.go': MAIN })).rejects.toMatchObject(
      refusal('several main packages (cmd/a, cmd/b)', 'beside go.mod'),
    );
  });
});

describe('the shim’s Start', () => {
  const starting = (shim: string, call = 'shim.Start(nil)', alias = '') =>
    `package main\n\nimport (\n\t"log"\n\n\t${alias}"${shim}/shim"\n)\n\nfunc main() { log.Println(${call}) }\n`;
  const adapted = (shim: string) => `sh .heddle/serve-shim.sh ${shim}`;

  it.each([
    ['of 2.x', starting(`${SHIM}/v2`), `${SHIM}/v2`],
    ['of 1.x modules', starting(SHIM), SHIM],
    ['by another name', starting(SHIM, 'fabric.Start(nil)', 'fabric '), SHIM],
  ])('%s is adapted to serve', async (_name, main, shim) => {
    expect(await prepare({ 'go.mod': MODULE, 'main.go': main })).toEqual([
      adapted(shim),
      expect.stringMatching(/^go list/),
      expect.stringMatching(/^go build/),
    ]);
    expect(await readdir(join(folder, 'project/.heddle'))).toEqual(['serve-shim.sh', 'start.go.txt']);
  });

  it('behind contract-api before 1.2 is adapted to serve', async () => {
    const goMod = `${MODULE}\nrequire github.com/hyperledger/fabric-contract-api-go v1.1.1\n`;
    expect(await prepare({ 'go.mod': goMod, 'main.go': MAIN })).toContain(adapted(SHIM));
  });

  it('is not changed if contract-api or the project itself serves', async () => {
    const goMod = `${MODULE}\nrequire github.com/hyperledger/fabric-contract-api-go v1.2.2\n`;
    expect(await prepare({ 'go.mod': goMod, 'main.go': MAIN })).toHaveLength(2);
    const serving = `${starting(SHIM)}\nvar server shim.ChaincodeServer\n`;
    expect(await prepare({ 'go.mod': MODULE, 'main.go': serving })).toHaveLength(2);
  });
});
