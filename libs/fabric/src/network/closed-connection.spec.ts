import { createAuthorities, issueMember } from '../testing/organization';
import { createSigner } from '../signer';
import { connectGateway } from './gateway-client';
import { connectPeer } from './peer-client';

describe('a call on a connection that was closed meanwhile', () => {
  const clients = async () => {
    const { identity } = await issueMember(await createAuthorities('org1.example.com'), {
      commonName: 'User1@org1.example.com',
      role: 'client',
      hosts: [],
    });
    const signer = createSigner({ mspId: 'Org1MSP', ...identity });
    return { endpoint: { address: '127.0.0.1:1' }, signer };
  };

  it('by a gateway fails as one that does not reach its peer', async () => {
    const gateway = connectGateway(await clients());
    gateway.close();
    const expected = { code: 'unreachable', retryable: true };
    await expect(gateway.evaluate('ch1', 'assets', { fn: 'Read' })).rejects.toMatchObject(expected);
    await expect(gateway.submit('ch1', 'assets', { fn: 'Read' })).rejects.toMatchObject(expected);
  });

  it('by a peer’s client too', async () => {
    const peer = connectPeer(await clients());
    peer.close();
    await expect(peer.channels()).rejects.toMatchObject({ code: 'unreachable', retryable: true });
  });
});
