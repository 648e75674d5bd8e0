import { TestBed } from '@angular/core/testing';
import { MatSelectHarness } from '@angular/material/select/testing';
import { IdentityId, type ConnectGuide, type Problem } from '@heddle/contracts';
import { chainId, chainOf, channelId, channelOf, identityOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { savedFiles } from '../../../../testing/saved-files';
import { TestApi, ada, sessionOf } from '../../../../testing/test-api';
import { until } from '../../../../testing/until';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { ConnectPage } from './connect.page';

const path = `/chains/${chainId}`;
const alice = identityOf();
const admin = identityOf({
  id: IdentityId.parse('00000000-0000-4000-8000-0000000000a2'),
  name: 'Admin',
  role: 'admin',
});
const guide: ConnectGuide = {
  folder: 'supply-orders-alice',
  mspId: 'Org1MSP',
  peers: [
    { node: 'peer0-org1', address: 'localhost:17051', tlsName: 'peer0.org1', forward: 'kubectl port-forward x 17051' },
  ],
  environment: { MSP_ID: 'Org1MSP' },
  snippets: [{ language: 'node', path: 'node/application.mjs', text: 'connect()', run: 'npm start' }],
  files: [
    { path: 'identity/alice-cert.pem', secret: false },
    { path: 'identity/alice-key.pem', secret: true },
  ],
};
const away: Problem = {
  type: 'about:blank',
  title: 'Unavailable',
  status: 503,
  code: 'unavailable',
  detail: 'The nodes of this chain do not run.',
};
async function page(server: TestApi, permissions = ada.permissions) {
  server.on('POST', '/auth/login', () => ({ ...sessionOf('token'), user: { ...ada, permissions } }));
  server.on('GET', path, () => chainOf());
  server.on('GET', `${path}/nodes`, () => ({ items: [], nextCursor: null }));
  server.on('GET', `${path}/channels/${channelId}/chaincodes`, () => ({ items: [], nextCursor: null }));
  server.on('GET', `${path}/channels`, () => ({ items: [channelOf()], nextCursor: null }));
  const mounted = await mount(ConnectPage, { providers: [server.provider, ChainStore], inputs: { channelId } });
  await TestBed.inject(SessionStore).signIn({ username: 'ada', password: 'secret' });
  TestBed.inject(ChainStore).show(chainId);
  return mounted;
}

const guideOf = (id: IdentityId): string => `${path}/channels/${channelId}/connect/${id}`;

describe('ConnectPage', () => {
  it('shows what an application needs of a client, and hands it over as one archive', async () => {
    const server = new TestApi();
    server.on('GET', `${path}/identities`, () => ({ items: [admin, alice], nextCursor: null }));
    server.on('GET', guideOf(alice.id), () => guide);
    server.answer('POST', guideOf(alice.id), new Response('zip'));
    const mounted = await page(server);
    await shows(
      mounted,
      'peer0.org1',
      'export MSP_ID="Org1MSP"',
      'port-forward',
      'npm start',
      'alice-key.pemprivate key',
    );
    const saved = savedFiles();
    [...mounted.element.querySelectorAll('button')]
      .find(({ textContent }) => textContent.includes('Download archive'))
      ?.dispatchEvent(new Event('click'));
    await until(mounted, () => saved.length > 0);
    expect(saved).toEqual(['supply-orders-alice.zip']);
  });

  it('shows those of another identity once it is chosen', async () => {
    const server = new TestApi();
    server.on('GET', `${path}/identities`, () => ({ items: [admin, alice], nextCursor: null }));
    server.on('GET', guideOf(alice.id), () => guide);
    server.on('GET', guideOf(admin.id), () => ({ ...guide, environment: { USER: 'Admin' } }));
    const mounted = await page(server);
    await shows(mounted, 'export MSP_ID="Org1MSP"');
    const [, identities] = await mounted.loader.getAllHarnesses(MatSelectHarness);
    await identities?.open();
    await identities?.clickOptions({ text: 'Admin' });
    await shows(mounted, 'export USER="Admin"');
  });

  it('offers no archive without the permission', async () => {
    const server = new TestApi();
    server.on('GET', `${path}/identities`, () => ({ items: [alice], nextCursor: null }));
    server.on('GET', guideOf(alice.id), () => guide);
    const mounted = await page(
      server,
      ada.permissions.filter((permission) => permission !== 'artifacts:secret'),
    );
    await shows(mounted, 'npm start');
    expect(mounted.text()).not.toContain('Download archive');
  });

  it('says why there is nothing to show, and asks again', async () => {
    const server = new TestApi();
    server.on('GET', `${path}/identities`, () => ({ items: [alice], nextCursor: null }));
    server.refuse('GET', guideOf(alice.id), away);
    const mounted = await page(server);
    await shows(mounted, away.detail, 'Try again');
    server.on('GET', guideOf(alice.id), () => guide);
    mounted.element.querySelector<HTMLButtonElement>('app-error-panel button')?.click();
    await shows(mounted, 'npm start');
    expect(mounted.element.querySelector('app-error-panel')).toBeNull();
  });

  it('leads to the identities where the organization has none', async () => {
    const server = new TestApi();
    server.on('GET', `${path}/identities`, () => ({ items: [], nextCursor: null }));
    await shows(await page(server), 'No identity of this organization', 'Issue one');
  });
});
