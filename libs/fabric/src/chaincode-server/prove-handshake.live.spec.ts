import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { freePorts, startScriptedServer } from '@heddle/testing';
import { type Authorities, createAuthorities, issueMember, type Member } from '../testing/organization';
import { proveHandshake } from './prove-handshake';

const TIMEOUT_MS = 1_000;

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
    await proveHandshake({ ...endpointOf(server.address), tlsClient: member.tls }, { timeout: 5_000 });
    const other = (await createAuthorities('org2.example.com')).tlsCa.certificate;
    await expect(proveHandshake(endpointOf(server.address, other), { timeout: 5_000 })).rejects.toMatchObject({
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
  const looking = proveHandshake(endpointOf(`127.0.0.1:${String(port)}`), { timeout: TIMEOUT_MS });
  await expect(looking).rejects.toMatchObject({ reason: 'mute', what: 'did not answer a TLS handshake within 1 s' });
  server.close();
});

it('a server that does not exist is unreachable', async () => {
  const [port = 0] = await freePorts(1);
  const looking = proveHandshake(endpointOf(`127.0.0.1:${String(port)}`), { timeout: TIMEOUT_MS });
  await expect(looking).rejects.toMatchObject({ reason: 'unreachable' });
});

it('ends when the caller does', async () => {
  const server = await startScriptedServer({ behaviour: 'serves', tls: member.tls });
  try {
    const looking = proveHandshake(endpointOf(server.address), { timeout: 5_000, signal: AbortSignal.abort() });
    await expect(looking).rejects.toThrow('aborted');
  } finally {
    await server.stop();
  }
});
