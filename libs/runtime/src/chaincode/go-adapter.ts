import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { requiredModules, type GoFile, type GoProject } from './go-project';

/** Folder of the files that Heddle adds to a Go project. The go command ignores it when it looks for packages. */
const ADDED = '.heddle';
export const ADAPTER = `${ADDED}/serve-shim.sh`;

const SHIM = 'github.com/hyperledger/fabric-chaincode-go';
const CONTRACT_API = 'github.com/hyperledger/fabric-contract-api-go';

/** `Start` of the shim, with the variables that `Start` of contract-api has read since 1.2. */
const START = `package shim

import (
	"flag"
	"os"
)

// Start serves the chaincode where the environment names an address, and calls the peer otherwise.
func Start(cc Chaincode) error {
	address := os.Getenv("CHAINCODE_SERVER_ADDRESS")
	if address == "" {
		return startAsClient(cc)
	}
	flag.Parse()
	server := &ChaincodeServer{CCID: os.Getenv("CORE_CHAINCODE_ID_NAME"), Address: address, CC: cc}
	if os.Getenv("CORE_PEER_TLS_ENABLED") != "true" {
		server.TLSProps.Disabled = true
		return server.Start()
	}
	var err error
	if server.TLSProps.Key, err = os.ReadFile(os.Getenv("CORE_TLS_CLIENT_KEY_FILE")); err != nil {
		return err
	}
	if server.TLSProps.Cert, err = os.ReadFile(os.Getenv("CORE_TLS_CLIENT_CERT_FILE")); err != nil {
		return err
	}
	return server.Start()
}
`;

/**
 * Replaces `Start` in the build's shim. Files in the module cache must not be changed, so the module is copied into the
 * project and go.mod refers to the copy. A vendored shim is already the project's own copy.
 */
const SCRIPT = `set -e
module=$1
if [ -d "vendor/$module/shim" ]; then
  copy="vendor/$module"
else
  go mod download "$module"
  copy=${ADDED}/shim
  rm -rf "$copy"
  cp -R "$(go list -mod=mod -m -f '{{.Dir}}' "$module")" "$copy"
  chmod -R u+w "$copy"
  go mod edit -replace="$module=./$copy"
fi
if ! grep -q 'type ChaincodeServer struct' "$copy"/shim/*.go; then
  echo "heddle: $module has no ChaincodeServer" >&2
  exit 1
fi
sed 's/^func Start(/func startAsClient(/' "$copy/shim/shim.go" > ${ADDED}/shim.go
mv ${ADDED}/shim.go "$copy/shim/shim.go"
cp ${ADDED}/start.go.txt "$copy/shim/heddle_start.go"
`;

const SERVER_SHIM = /^\s*(?:import\s+)?(\w+\s+)?"(github\.com\/hyperledger\/fabric-chaincode-go(?:\/v\d+)?)\/shim"/m;

/** Module of the shim whose `Start` a file calls, under any import name. */
function startedShim({ text }: GoFile): string[] {
  const [, alias, module] = SERVER_SHIM.exec(text) ?? [];
  if (module === undefined) return [];
  return new RegExp(`\\b${alias?.trim() ?? 'shim'}\\.Start\\(`).test(text) ? [module] : [];
}

/**
 * Whether the project starts a server itself, possibly depending on its environment: its `shim.Start` is then the other
 * case.
 */
const servesItself = ({ text }: GoFile): boolean => text.includes('ChaincodeServer');

/** `Start` of contract-api only connects to a peer before 1.2. */
function shimOfContractApi(project: GoProject): string[] {
  const minor = /^v1\.(\d+)\./.exec(requiredModules(project).get(CONTRACT_API) ?? '')?.[1];
  return minor !== undefined && Number(minor) < 2 ? [SHIM] : [];
}

/** Modules of the shim whose `Start` only connects to a peer, if the project has no other way to serve. */
export function modulesToAdapt(project: GoProject): string[] {
  if (project.files.some(servesItself)) return [];
  return [...new Set([...project.files.flatMap(startedShim), ...shimOfContractApi(project)])];
}

/** Adds the adapter's files to the project. */
export async function writeAdapter({ folder }: GoProject): Promise<void> {
  await mkdir(join(folder, dirname(ADAPTER)), { recursive: true });
  await writeFile(join(folder, ADAPTER), SCRIPT);
  await writeFile(join(folder, ADDED, 'start.go.txt'), START);
}
