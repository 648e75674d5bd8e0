import type { SnippetSource } from './snippet-source';

const APPLICATION = `import { createPrivateKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { connect, hash, signers } from '@hyperledger/fabric-gateway';

function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(\`\${name} is not set: run ". ./application.env" in the folder of the archive\`);
  return value;
}

async function onlyFile(folder) {
  const [name] = await readdir(folder);
  return readFile(join(folder, name));
}

const [kind = 'evaluate', name = 'org.hyperledger.fabric:GetMetadata', ...args] = process.argv.slice(2);

const tlsCa = await readFile(setting('TLS_CERT_PATH'));
const client = new grpc.Client(setting('PEER_ENDPOINT'), grpc.credentials.createSsl(tlsCa), {
  'grpc.ssl_target_name_override': setting('PEER_HOST_ALIAS'),
});
const gateway = connect({
  client,
  hash: hash.sha256,
  identity: { mspId: setting('MSP_ID'), credentials: await onlyFile(setting('CERT_DIRECTORY_PATH')) },
  signer: signers.newPrivateKeySigner(createPrivateKey(await onlyFile(setting('KEY_DIRECTORY_PATH')))),
});

try {
  const contract = gateway.getNetwork(setting('CHANNEL_NAME')).getContract(setting('CHAINCODE_NAME'));
  const result =
    kind === 'submit' ? await contract.submitTransaction(name, ...args) : await contract.evaluateTransaction(name, ...args);
  console.log(new TextDecoder().decode(result));
} finally {
  gateway.close();
  client.close();
}
`;

const PACKAGE = `${JSON.stringify(
  {
    name: 'application',
    version: '1.0.0',
    private: true,
    type: 'module',
    dependencies: { '@grpc/grpc-js': '1.14.7', '@hyperledger/fabric-gateway': '1.12.1' },
  },
  undefined,
  2,
)}\n`;

/** An application with Fabric's client for Node.js. */
export const nodeSnippet: SnippetSource = {
  language: 'node',
  path: 'node/app.mjs',
  files: { 'node/app.mjs': APPLICATION, 'node/package.json': PACKAGE },
  run: 'cd node && npm install\nnode app.mjs evaluate org.hyperledger.fabric:GetMetadata',
};
