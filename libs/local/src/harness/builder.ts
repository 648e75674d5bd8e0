import { buildChaincode } from '../chaincode/build-chaincode';

/** A worker that builds a chaincode and says what the build says, until it is done or killed. */
const [archive = '', cacheDir = '', nodes = ''] = process.argv.slice(2);
await buildChaincode({
  archive,
  fileName: archive,
  cacheDir,
  nodes,
  log: (line) => process.stdout.write(`${line}\n`),
});
