import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { allowedRelease, installRelease, releaseInstructions, releaseUrl } from './fabric-release.ts';

let folder = '';
let url = '';
let sha256 = '';
const server = createServer((request, response) => {
  if (request.url === '/release.tar.gz') response.end(readFileSync(join(folder, 'release.tar.gz')));
  else response.writeHead(404).end();
});

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-release-'));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'peer'), 'the peer');
  execFileSync('tar', ['-czf', 'release.tar.gz', 'bin'], { cwd: folder });
  sha256 = createHash('sha256')
    .update(readFileSync(join(folder, 'release.tar.gz')))
    .digest('hex');
  await new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      resolve(undefined);
    }),
  );
  const address = server.address();
  url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
});
after(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

describe('a Fabric release', () => {
  it('is unpacked when it matches the configured checksum', async () => {
    const home = join(folder, 'good');
    await installRelease({ source: `${url}/release.tar.gz`, sha256 }, home);
    assert.equal(readFileSync(join(home, 'bin', 'peer'), 'utf8'), 'the peer');
    assert.equal(existsSync(join(home, 'release.tar.gz')), false);
  });

  it('is rejected without being unpacked when it does not match', async () => {
    const home = join(folder, 'bad');
    const release = { source: join(folder, 'release.tar.gz'), sha256: '0'.repeat(64) };
    await assert.rejects(installRelease(release, home), new RegExp(`its sha256 is ${sha256}`));
    assert.equal(existsSync(join(home, 'bin')), false);
  });

  it('that does not exist is reported with a remedy', async () => {
    await assert.rejects(installRelease({ source: `${url}/other`, sha256 }, join(folder, 'none')), {
      message: /HTTP 404/,
      remedy: /FABRIC_HOME/,
    });
  });

  it('is downloaded only when its checksum is configured', () => {
    assert.equal(allowedRelease({}), undefined);
    assert.deepEqual(allowedRelease({ HEDDLE_FABRIC_SHA256: 'AB' }), { source: releaseUrl(), sha256: 'ab' });
  });

  it('has Fabric’s name for the platform', () => {
    assert.match(
      releaseUrl({ platform: 'darwin', arch: 'arm64' }),
      /\/v2\.5\.9\/hyperledger-fabric-darwin-arm64-2\.5\.9\.tar\.gz$/,
    );
    assert.match(releaseUrl({ platform: 'linux', arch: 'x64' }), /fabric-linux-amd64-2\.5\.9\.tar\.gz$/);
    assert.match(releaseInstructions('/opt/fabric'), /export FABRIC_HOME=\/opt\/fabric/);
  });
});
