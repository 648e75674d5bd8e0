import type { Language } from '@heddle/contracts';
import { chaincodeWorkload, planChaincodeServer } from './chaincode-workload';
import type { FileTree } from './workload';

const naming = {
  chaincode: 'asset_transfer',
  organization: { name: 'org1', domain: 'org1.trade.internal' },
  suffix: '3f2a90c1',
};

function workloadOf(language: Language | null, files: FileTree = {}) {
  return chaincodeWorkload({
    id: 'id',
    chainId: 'chain',
    server: planChaincodeServer(naming),
    ports: { chaincode: 9_999 },
    addresses: { listenHost: '127.0.0.1', hostOf: () => '127.0.0.1' },
    mspId: 'Org1MSP',
    language,
    packageId: 'asset_1:abc',
    program: { type: 'build', buildId: 'build', args: [] },
    files,
  });
}

describe('a chaincode server', () => {
  it('has a name that is a DNS label, whatever the name of the chaincode', () => {
    expect(planChaincodeServer(naming).name).toBe('cc-asset-transfer-org1-3f2a90c1');
    const long = planChaincodeServer({ ...naming, chaincode: 'A'.repeat(64) }).name;
    expect(long).toMatch(/^[a-z][-a-z0-9]*[a-z0-9]$/);
    expect(long).toHaveLength(63);
    expect(long.endsWith('-org1-3f2a90c1')).toBe(true);
  });

  it('gets its identity and address from its environment, with TLS', () => {
    expect(workloadOf('node')).toMatchObject({
      kind: 'chaincode',
      program: { type: 'build', buildId: 'build' },
      readiness: [{ type: 'tcp', port: 'chaincode' }],
      env: {
        CHAINCODE_ID: 'asset_1:abc',
        CHAINCODE_SERVER_ADDRESS: '127.0.0.1:9999',
        CHAINCODE_TLS_DISABLED: 'false',
        CHAINCODE_TLS_KEY: '${config}/tls/server.key',
      },
    });
  });

  it.each(['go', 'node', 'java', null] as const)(
    'in %s has what a peer sets for the chaincode that it starts',
    (language) => {
      expect(workloadOf(language).env).toMatchObject({
        CORE_CHAINCODE_ID_NAME: 'asset_1:abc',
        CORE_PEER_LOCALMSPID: 'Org1MSP',
        CORE_PEER_TLS_ENABLED: 'true',
        CORE_TLS_CLIENT_KEY_FILE: '${config}/tls/server.key',
        CORE_CHAINCODE_LOGGING_LEVEL: 'info',
        CORE_CHAINCODE_LOGGING_SHIM: 'warning',
      });
    },
  );

  it.each([
    ['go', false],
    ['node', false],
    ['java', true],
    [null, true],
  ] as const)('in %s: that it has the CA’s certificate is %s', (language, has) => {
    expect('CORE_PEER_TLS_ROOTCERT_FILE' in workloadOf(language).env).toBe(has);
  });

  it.each([
    ['go', false],
    ['node', true],
    ['java', false],
    [null, true],
  ] as const)('in %s: that it has the options of fabric-chaincode-node server is %s', (language, has) => {
    const options = {
      CORE_CHAINCODE_ID: 'asset_1:abc',
      CORE_CHAINCODE_ADDRESS: '127.0.0.1:9999',
      CORE_CHAINCODE_TLS_CERT_FILE: '${config}/tls/server.crt',
      CORE_CHAINCODE_TLS_KEY_FILE: '${config}/tls/server.key',
    };
    const { env } = workloadOf(language);
    expect(Object.keys(options).map((name) => env[name])).toEqual(
      Object.values(options).map((value) => (has ? value : undefined)),
    );
  });

  it('has its key and certificate in base64 as well, as Java’s shim reads them', () => {
    const { env, files } = workloadOf('java', {
      'tls/server.crt': { content: 'certificate', secret: false },
      'tls/server.key': { content: 'key', secret: true },
    });
    expect(env).toMatchObject({
      CORE_TLS_CLIENT_CERT_PATH: '${config}/tls/server.crt.base64',
      CORE_TLS_CLIENT_KEY_PATH: '${config}/tls/server.key.base64',
    });
    expect(files['tls/server.crt.base64']).toEqual({ content: 'Y2VydGlmaWNhdGU=', secret: false });
    expect(files['tls/server.key.base64']).toEqual({ content: 'a2V5', secret: true });
  });
});
