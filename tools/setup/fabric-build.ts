import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';
import { CONFIG_FILES, FABRIC_VERSION, NODE_BINARIES, TOOL_BINARIES } from './fabric-home.ts';
import { progressLine } from './progress-line.ts';

const MODULE = 'github.com/hyperledger/fabric';
const PACKAGES = [...NODE_BINARIES, ...TOOL_BINARIES].map((name) => `${MODULE}/cmd/${name}`);

/**
 * Builds Fabric's commands from the module that tools/fabric pins. They are checked against its committed go.sum
 * because the public checksum database does not list that release.
 * @param go path of the go command
 * @param home an empty folder for the installation
 */
export async function buildFabric(go: string, home: string) {
  const bin = join(home, 'bin');
  const config = join(home, 'config');
  for (const folder of [bin, config]) mkdirSync(folder, { recursive: true });
  const total = (await goOutput(go, ['list', '-deps', ...PACKAGES])).split('\n').length;
  const progress = progressLine(`Set-up: building Fabric ${FABRIC_VERSION}`, total);
  const ldflags = `-s -w -X ${MODULE}/common/metadata.Version=v${FABRIC_VERSION}`;
  const args = ['build', '-v', '-buildvcs=false', '-trimpath', '-ldflags', ldflags, '-o', `${bin}/`, ...PACKAGES];
  const { code, stderr } = await run(go, args, {
    cwd: fromRoot('tools', 'fabric'),
    env: goEnvironment(),
    onStderr: (text) => {
      progress.add(text.split('\n').length - 1);
    },
  });
  progress.end();
  if (code !== 0) throw failed('go build', stderr);
  const source = (await goOutput(go, ['list', '-m', '-f', '{{.Dir}}', MODULE])).trim();
  for (const name of CONFIG_FILES) {
    copyFileSync(join(source, 'sampleconfig', name), join(config, name));
    chmodSync(join(config, name), 0o644);
  }
}

function goEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, GOFLAGS: '-mod=readonly', GONOSUMDB: MODULE, GOWORK: 'off', CGO_ENABLED: '0' };
}

async function goOutput(go: string, args: readonly string[]) {
  const options = { cwd: fromRoot('tools', 'fabric'), env: goEnvironment(), output: 'capture' as const };
  const { code, stdout, stderr } = await run(go, args, options);
  if (code !== 0) throw failed(`go ${args[0]}`, stderr);
  return stdout;
}

function failed(what: string, stderr: string) {
  const last = stderr.trim().split('\n').slice(-15).join('\n');
  return new ToolError(
    `Fabric ${FABRIC_VERSION} could not be built: ${what} failed.\n${last}`,
    'Check that the Go module proxy is reachable (go env GOPROXY), or set FABRIC_HOME to an installed Fabric 2.5.',
  );
}
