import type { FileTree } from './workload';

const detect = `#!/bin/sh
# Takes packages of type ccaas: the chaincode runs as a server of its own.
grep -q '"type"[[:space:]]*:[[:space:]]*"ccaas"' "$2/metadata.json"
`;

const build = `#!/bin/sh
set -e
cp "$1/connection.json" "$3/connection.json"
if [ -d "$1/META-INF" ]; then cp -R "$1/META-INF" "$3/META-INF"; fi
`;

const release = `#!/bin/sh
set -e
mkdir -p "$2/chaincode/server"
cp "$1/connection.json" "$2/chaincode/server/connection.json"
if [ -d "$1/META-INF/statedb" ]; then
  mkdir -p "$2/statedb"
  cp -R "$1/META-INF/statedb/." "$2/statedb/"
fi
`;

const script = (content: string) => ({ content, secret: false, executable: true });

/**
 * Scripts with which a peer accepts chaincode-as-a-service packages, per Fabric's external builder contract
 * (`docs/source/cc_launcher.md`). Without a `run` script the peer connects to the server that connection.json names.
 */
export const CCAAS_BUILDER: FileTree = {
  'builders/ccaas/bin/detect': script(detect),
  'builders/ccaas/bin/build': script(build),
  'builders/ccaas/bin/release': script(release),
};
