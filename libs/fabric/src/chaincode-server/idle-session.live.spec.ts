import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { freePorts, startScriptedServer } from '@heddle/testing';
import { type Authorities, createAuthorities, issueMember, type Member } from '../testing/organization';
import { IdleSession } from './idle-session';

const TIMEOUT_MS = 1_000;
const limit = { timeout: TIMEOUT_MS };

let authorities: Authorities;
let member: Member;
beforeAll(async () => {
  authorities = await createAuthorities('org1.example.com');
  member = await issueMember(authorities, { commonName: 'cc', role: 'peer', hosts: ['cc.org1.example.com'] });
});

const endpointOf = (address: string, tlsRootCertificate = authorities.tlsCa.certificate) => ({
  address,
  tlsRootCertificate,
  hostnameOverride: 'cc.org1.example.com',
});

it('a handshake is answered by a server that never registers, also with a client certificate', async () => {
  const tls = { ...member.tls, clientCa: authorities.tlsCa.certificate };
  const server = await startScriptedServer({ behaviour: 'mute', tls });
  try {
    (await IdleSession.open({ ...endpointOf(server.address), tlsClient: member.tls }, { timeout: 5_000 })).close();
    const other = (await createAuthorities('org2.example.com')).tlsCa.certificate;
    await expect(IdleSession.open(endpointOf(server.address, other), { timeout: 5_000 })).rejects.toMatchObject({
      reason: 'tls_refused',
    });
  } finally {
    await server.stop();
  }
});

it('a server that takes connections and answers nothing is mute', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const looking = IdleSession.open(endpointOf(`127.0.0.1:${String(port)}`), limit);
  await expect(looking).rejects.toMatchObject({ reason: 'mute', what: 'did not answer a TLS handshake within 1 s' });
  server.close();
});

it('a server that does not exist is unreachable', async () => {
  const [port = 0] = await freePorts(1);
  const looking = IdleSession.open(endpointOf(`127.0.0.1:${String(port)}`), limit);
  await expect(looking).rejects.toMatchObject({ reason: 'unreachable' });
});

it('a server is proven on one connection as often as asked, and continues', async () => {
  const server = await startScriptedServer({ behaviour: 'mute', tls: member.tls });
  const session = await IdleSession.open(endpointOf(server.address), limit);
  try {
    for (let proofs = 0; proofs < 20; proofs += 1) await session.prove(limit);
    expect(server.running).toBe(true);
  } finally {
    session.close();
    await server.stop();
  }
});

it('a server that stops has ended the connection', async () => {
  const server = await startScriptedServer({ behaviour: 'mute', tls: member.tls });
  const session = await IdleSession.open(endpointOf(server.address), limit);
  await session.prove(limit);
  await server.stop();
  await expect(session.prove(limit)).rejects.toMatchObject({ reason: 'ended' });
});

it('ends when the caller does', async () => {
  const server = await startScriptedServer({ behaviour: 'serves', tls: member.tls });
  try {
    const looking = IdleSession.open(endpointOf(server.address), { timeout: 5_000, signal: AbortSignal.abort() });
    await expect(looking).rejects.toThrow('aborted');
  } finally {
    await server.stop();
  }
});
