import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { requiredModules, type GoFile, type GoProject } from './go-project';

/** Folder of what Heddle adds to a Go project; the go command does not look into it for packages. */
const ADDED = '.heddle';
export const ADAPTER = `${ADDED}/serve-shim.sh`;

const SHIM = 'github.com/hyperledger/fabric-chaincode-go';
const CONTRACT_API = 'github.com/hyperledger/fabric-contract-api-go';

/** `Start` of the shim, by the variables that `Start` of contract-api reads since 1.2. */
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
 * Gives the shim of the build another `Start`. Files of the module cache must not be replaced, so the module is copied
 * beside the project and go.mod leads to the copy; a vendored shim is the project's own copy already.
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

/** Module of the shim whose `Start` a file calls, by whatever name it imports it. */
function startedShim({ text }: GoFile): string[] {
  const [, alias, module] = SERVER_SHIM.exec(text) ?? [];
  if (module === undefined) return [];
  return new RegExp(`\\b${alias?.trim() ?? 'shim'}\\.Start\\(`).test(text) ? [module] : [];
}

/** Whether the project serves itself, perhaps by its environment: then its `shim.Start` is meant for the other case. */
const servesItself = ({ text }: GoFile): boolean => text.includes('ChaincodeServer');

/** `Start` of contract-api only calls a peer until 1.2. */
function shimOfContractApi(project: GoProject): string[] {
  const minor = /^v1\.(\d+)\./.exec(requiredModules(project).get(CONTRACT_API) ?? '')?.[1];
  return minor !== undefined && Number(minor) < 2 ? [SHIM] : [];
}

/** Modules of the shim whose `Start` only calls a peer, where that is all that the project has. */
export function modulesToAdapt(project: GoProject): string[] {
  if (project.files.some(servesItself)) return [];
  return [...new Set([...project.files.flatMap(startedShim), ...shimOfContractApi(project)])];
}

/** Puts the adapter's files into the project. */
export async function writeAdapter({ folder }: GoProject): Promise<void> {
  await mkdir(join(folder, dirname(ADAPTER)), { recursive: true });
  await writeFile(join(folder, ADAPTER), SCRIPT);
  await writeFile(join(folder, ADDED, 'start.go.txt'), START);
}
