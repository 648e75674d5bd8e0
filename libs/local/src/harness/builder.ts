import { buildChaincode } from '../chaincode/build-chaincode';
import { DEFAULT_SANDBOX } from '../sandbox/chaincode-sandbox';

/** A worker that builds a chaincode and prints the output of the build, until it is done or killed. */
const [archive = '', cacheDir = '', nodes = '', sandbox = 'sandboxed'] = process.argv.slice(2);
await buildChaincode({
  archive,
  fileName: archive,
  cacheDir,
  nodes,
  sandbox: { ...DEFAULT_SANDBOX, unsandboxed: sandbox === 'unsandboxed' },
  log: (line) => process.stdout.write(`${line}\n`),
});
