import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { z } from 'zod';
import { fabricHome } from './fabric-home';

const CoreYaml = z.looseObject({ vm: z.looseObject({}), chaincode: z.looseObject({}) });

/**
 * The external builder of peers for chaincode-as-a-service packages (Fabric's docs, "Running chaincode as an external
 * service").
 */
const BUILDER: Readonly<Record<string, string>> = {
  detect: 'grep -q \'"type": *"ccaas"\' "$2/metadata.json"',
  build: 'cp "$1/connection.json" "$3/" && if [ -d "$1/META-INF" ]; then cp -R "$1/META-INF" "$3/"; fi',
  release: [
    'mkdir -p "$2/chaincode/server" && cp "$1/connection.json" "$2/chaincode/server/"',
    'if [ -d "$1/META-INF/statedb" ]; then cp -R "$1/META-INF/statedb" "$2/"; fi',
  ].join(' && '),
};

/**
 * A FABRIC_CFG_PATH for the nodes of a test network: the sample settings, without Docker, with an external builder
 * for chaincode as a service. Other settings come from each node's environment.
 */
export async function writeNodeConfig(folder: string): Promise<void> {
  const builder = join(folder, 'ccaas');
  await mkdir(join(builder, 'bin'), { recursive: true });
  await Promise.all(
    Object.entries(BUILDER).map(([name, script]) =>
      writeFile(join(builder, 'bin', name), `#!/bin/sh\nset -e\n${script}\n`, { mode: 0o755 }),
    ),
  );
  const samples = join(fabricHome(), 'config');
  const core = CoreYaml.parse(load(await readFile(join(samples, 'core.yaml'), 'utf8')));
  core.vm['endpoint'] = '';
  core.chaincode['externalBuilders'] = [{ name: 'ccaas', path: builder }];
  await writeFile(join(folder, 'core.yaml'), dump(core));
  await copyFile(join(samples, 'orderer.yaml'), join(folder, 'orderer.yaml'));
}
