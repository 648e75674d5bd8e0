import type { PackageJson } from './node-package';

/** How a Node.js chaincode is started. */
export interface NodeStart {
  /** For `sh -c`, in the project's folder. */
  readonly script: string;
  /** `shim`: the shim's own server with Heddle's arguments. `own`: the project's script, unchanged. */
  readonly by: 'shim' | 'own';
}

const ARGUMENTS = [
  '--chaincode-address="$CHAINCODE_SERVER_ADDRESS"',
  '--chaincode-id="$CHAINCODE_ID"',
  '--chaincode-tls-key-file="$CHAINCODE_TLS_KEY"',
  '--chaincode-tls-cert-file="$CHAINCODE_TLS_CERT"',
].join(' ');

/** Serves a project with the shim's own command, as Fabric documents it for chaincode as a service. */
export const SHIM_SERVER = `fabric-chaincode-node server ${ARGUMENTS}`;

/**
 * The shim's command, by name or path, that connects to a peer. Its options are kept; the server ignores unknown ones.
 */
const CALLS_PEER = /(fabric-chaincode-node|fabric-shim\/cli(?:\.js)?)(["']?\s+)start(?![\w:-])/g;
const RUNS_SCRIPT =
  /\b(?:npm|yarn|pnpm)\s+(?:--?[\w-]+\s+)*(?:run|run-script)\s+(?:--?[\w-]+\s+)*([\w:.-]+)(?:\s+--(?=\s|$))?/g;
const DEEPEST = 5;

/** A script with the scripts that it runs through the package manager inlined, each after its `pre` script. */
function expanded(scripts: PackageJson['scripts'], script: string, depth = 0): string {
  if (depth > DEEPEST) return script;
  return script.replace(RUNS_SCRIPT, (call, name: string) => {
    const parts = [scripts[`pre${name}`], scripts[name]].flatMap((part) => part ?? []);
    return scripts[name] === undefined ? call : parts.map((part) => expanded(scripts, part, depth + 1)).join(' && ');
  });
}

/** The project's start command; undefined if it has no start script and does not use the shim. */
export function nodeStart({ scripts, dependencies }: PackageJson): NodeStart | undefined {
  const { start } = scripts;
  if (start === undefined) {
    return dependencies['fabric-shim'] === undefined ? undefined : { script: SHIM_SERVER, by: 'shim' };
  }
  const whole = expanded(scripts, start);
  const served = whole.replace(CALLS_PEER, `$1$2server ${ARGUMENTS}`);
  return served === whole ? { script: start, by: 'own' } : { script: served, by: 'shim' };
}
