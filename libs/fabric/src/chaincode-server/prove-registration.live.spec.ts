import {
  createTestChaincode,
  FOREVER_MS,
  type ScriptedServerOptions,
  startScriptedServer,
  freePorts,
} from '@heddle/testing';
import type { NodeEndpoint } from '../network/connection';
import { packageId as idOf } from '../packaging/package-label';
import { readPackage } from '../packaging/chaincode-package';
import { type Authorities, createAuthorities, issueMember, type Member } from '../testing/organization';
import { inTemporaryFolder } from '../testing/temporary-folder';
import { proveRegistration } from './prove-registration';

jest.setTimeout(60_000);

const packageId = 'cc_1:ab12';

/** The default time limit of a server for its first registration, and then for each stream of a peer. */
const FIRST_MS = 45_000;
const LATER_MS = 10_000;

let authorities: Authorities;
let member: Member;
let slow: ReturnType<typeof proveSlow>;
beforeAll(async () => {
  slow = proveSlow();
  // Its own test awaits it, while the others run.
  slow.catch(() => undefined);
  authorities = await createAuthorities('org1.example.com');
  member = await issueMember(authorities, { commonName: 'cc', role: 'peer', hosts: ['cc.org1.example.com'] });
});

/** Requests a scripted server's registration as often as wanted, one after the other. */
async function ask(
  options: ScriptedServerOptions,
  { timeout = LATER_MS, times = 1, ...endpoint }: Partial<NodeEndpoint> & { timeout?: number; times?: number } = {},
): Promise<{ took: number; running: boolean }> {
  const server = await startScriptedServer(options);
  try {
    let took = 0;
    for (let asked = 0; asked < times; asked += 1) {
      took = await proveRegistration({ address: server.address, ...endpoint }, { packageId, timeout });
    }
    return { took, running: server.running };
  } finally {
    await server.stop();
  }
}

/** A server that takes 20 s until it registers, checked as a deployment does. */
async function proveSlow(): Promise<{ first: number; later: number }> {
  const server = await startScriptedServer({ behaviour: 'slow', argument: '20000' });
  try {
    const endpoint = { address: server.address };
    const first = await proveRegistration(endpoint, { packageId, timeout: FIRST_MS });
    return { first, later: await proveRegistration(endpoint, { packageId, timeout: LATER_MS }) };
  } finally {
    await server.stop();
  }
}

describe('a chaincode server that registers', () => {
  it('is proven as often as asked, and continues', async () => {
    expect(await ask({ behaviour: 'serves' }, { times: 3 })).toMatchObject({ running: true });
  });

  it('may take its time', async () => {
    const { took } = await ask({ behaviour: 'slow', argument: '1500' }, { timeout: 10_000 });
    expect(took).toBeGreaterThan(200);
  });

  it('is proven over the TLS of its peers, also with a client certificate', async () => {
    const tls = { ...member.tls, clientCa: authorities.tlsCa.certificate };
    const endpoint = { tlsRootCertificate: authorities.tlsCa.certificate, hostnameOverride: 'cc.org1.example.com' };
    await ask({ behaviour: 'serves', tls: member.tls }, endpoint);
    await ask({ behaviour: 'serves', tls }, { ...endpoint, tlsClient: member.tls });
    await expect(ask({ behaviour: 'serves', tls }, endpoint)).rejects.toMatchObject({
      code: 'chaincode_not_registered',
    });
  });

  it('in Go continues after it was asked', async () => {
    await inTemporaryFolder(async (folder) => {
      const chaincode = await createTestChaincode('basic_1', folder);
      const id = idOf('basic_1', chaincode.packageBytes);
      await chaincode.start(id);
      try {
        const { files } = await readPackage(chaincode.packageBytes);
        const { address } = JSON.parse(files.get('connection.json')?.toString() ?? '{}') as { address: string };
        for (let asked = 0; asked < 3; asked += 1) await proveRegistration({ address }, { packageId: id });
      } finally {
        await chaincode.stop();
      }
    });
  });
});

describe('a chaincode server that does not', () => {
  it.each([
    ['mute', 'mute', /took the stream and did not register within 1 s\.$/],
    ['slow', 'mute', /did not register within 1 s/],
    ['ends', 'ended', /ended the stream before it registered\.$/],
    ['exits', 'ended', /ended the connection before it registered/],
    ['wrong-id', 'wrong_id', /registered as "other_1:ab12" instead of "cc_1:ab12"\.$/],
    ['wrong-message', 'wrong_protocol', /sent a message of type 5 instead of REGISTER\.$/],
    ['other-service', 'wrong_protocol', /is not a chaincode server: .*[Uu]nimplemented|does not implement/],
    ['http', 'wrong_protocol', /does not speak gRPC/],
  ] as const)('(%s) is reported as %s', async (behaviour, reason, message) => {
    await expect(ask({ behaviour, argument: '60000' }, { timeout: 1_000 })).rejects.toMatchObject({
      code: 'chaincode_not_registered',
      reason,
      message: expect.stringMatching(message) as string,
      remedy: expect.stringMatching(/\.$/) as string,
    });
  });

  it('(no TLS where peers want it, or another CA’s) is reported as refusing TLS', async () => {
    const endpoint = { tlsRootCertificate: authorities.tlsCa.certificate };
    await expect(ask({ behaviour: 'serves' }, endpoint)).rejects.toMatchObject({ reason: 'tls_refused' });
    await expect(ask({ behaviour: 'serves', tls: member.tls }, endpoint)).rejects.toMatchObject({
      reason: 'tls_refused',
      message: expect.stringContaining('altname') as string,
    });
  });

  it('(TLS where peers want none) is reported', async () => {
    await expect(ask({ behaviour: 'serves', tls: member.tls })).rejects.toMatchObject({
      code: 'chaincode_not_registered',
    });
  });

  it('(nothing listens) is reported immediately', async () => {
    const [port = 0] = await freePorts(1);
    await expect(
      proveRegistration({ address: `127.0.0.1:${String(port)}` }, { packageId, timeout: FOREVER_MS }),
    ).rejects.toMatchObject({ reason: 'unreachable', retryable: true });
  });

  it('ends when the caller does', async () => {
    const server = await startScriptedServer({ behaviour: 'mute' });
    try {
      const options = { packageId, timeout: FOREVER_MS, signal: AbortSignal.timeout(200) };
      await expect(proveRegistration({ address: server.address }, options)).rejects.toThrow('aborted due to timeout');
    } finally {
      await server.stop();
    }
  });
});

it('a chaincode server that registers after 20 s is proven by its first stream, and immediately by the next', async () => {
  const { first, later } = await slow;
  expect(first).toBeGreaterThan(15_000);
  expect(later).toBeLessThan(first);
});
