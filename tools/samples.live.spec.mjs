import 'reflect-metadata';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { webcrypto } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { connect } from 'node:tls';
import { SubjectAlternativeNameExtension, X509CertificateGenerator, cryptoProvider } from '@peculiar/x509';
import { fromRoot } from './lib/root.mjs';
import { run } from './lib/run.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { freePort } from './start/port.mjs';

let folder = '';
let certificate = '';

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-samples-'));
  cryptoProvider.set(webcrypto);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=localhost',
    keys,
    signingAlgorithm: algorithm,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
  });
  certificate = made.toString('pem');
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  writeFileSync(join(folder, 'server.crt'), certificate);
  writeFileSync(join(folder, 'server.key'), `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`);
});
after(() => rmSync(folder, { recursive: true }));

/**
 * Starts a chaincode server and asks it for a TLS connection as a peer would, until it listens or ends.
 * @param {{ command: string, args: readonly string[], cwd: string }} program
 * @returns {Promise<string | false | null>} the protocol that was agreed on
 */
async function protocolOf({ command, args, cwd }) {
  const port = await freePort();
  const env = {
    ...process.env,
    CHAINCODE_SERVER_ADDRESS: `127.0.0.1:${port}`,
    CHAINCODE_ID: 'sample:0123456789abcdef',
    CHAINCODE_TLS_DISABLED: 'false',
    CHAINCODE_TLS_KEY: join(folder, 'server.key'),
    CHAINCODE_TLS_CERT: join(folder, 'server.crt'),
  };
  const server = spawn(command, [...args], { cwd, env, stdio: 'ignore' });
  const ended = once(server, 'exit');
  try {
    while (server.exitCode === null) {
      const protocol = await handshake(port);
      if (protocol !== undefined) return protocol;
    }
    return null;
  } finally {
    server.kill('SIGTERM');
    await ended;
  }
}

/**
 * @param {number} port
 * @returns {Promise<string | false | null | undefined>} undefined when nothing listens yet
 */
function handshake(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: '127.0.0.1',
      port,
      servername: 'localhost',
      ca: certificate,
      ALPNProtocols: ['h2'],
    });
    socket.once('secureConnect', () => {
      resolve(socket.alpnProtocol);
      socket.destroy();
    });
    socket.once('error', (error) => {
      if ('code' in error && error.code === 'ECONNREFUSED') setTimeout(() => resolve(undefined), 50);
      else reject(error);
    });
  });
}

describe('a sample chaincode', () => {
  it('in TypeScript builds and serves gRPC over TLS', { timeout: 240_000 }, async () => {
    const cwd = fromRoot('samples', 'asset-transfer');
    await ensureDependencies(cwd);
    assert.equal((await run('npm', ['run', '--silent', 'build'], { cwd, output: 'capture' })).code, 0);
    assert.equal(await protocolOf({ command: 'npm', args: ['start', '--silent'], cwd }), 'h2');
  });

  it('in Go builds and serves gRPC over TLS', { timeout: 240_000 }, async () => {
    const cwd = fromRoot('samples', 'asset-transfer-go');
    const binary = join(folder, 'asset-transfer-go');
    const built = await run('go', ['build', '-buildvcs=false', '-trimpath', '-o', binary, '.'], {
      cwd,
      output: 'capture',
    });
    assert.equal(built.code, 0, built.stderr);
    assert.equal(await protocolOf({ command: binary, args: [], cwd }), 'h2');
  });
});
