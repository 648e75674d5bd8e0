import { OverlayContainer } from '@angular/cdk/overlay';
import { TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatMenuHarness } from '@angular/material/menu/testing';
import type { CommandLineGuide, Identity, Problem } from '@heddle/contracts';
import { chainId, chainOf, identityOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { savedFiles } from '../../../../testing/saved-files';
import { TestApi, sessionOf } from '../../../../testing/test-api';
import { until } from '../../../../testing/until';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { IdentitiesTab } from './identities.tab';

const path = `/chains/${chainId}`;
const alice = identityOf();
const download = `${path}/identities/${alice.id}/download`;
const guide: CommandLineGuide = {
  folder: 'supply-org1-cli',
  kind: 'peer',
  mspId: 'Org1MSP',
  nodes: [{ node: 'peer0-org1', address: 'localhost:17051', tlsName: 'peer0', forward: 'kubectl port-forward x' }],
  environment: 'export CORE_PEER_LOCALMSPID="Org1MSP"\n',
  commands: [{ topic: 'peer', text: 'peer channel list' }],
  files: [],
};

const refusal: Problem = {
  type: 'about:blank',
  title: 'Unavailable',
  status: 503,
  code: 'unavailable',
  detail: 'The database is away.',
};

async function tab(identities: readonly Identity[] | Problem) {
  const server = new TestApi();
  server.on('POST', '/auth/login', () => sessionOf('token'));
  server.on('GET', path, () => chainOf());
  server.on('GET', `${path}/nodes`, () => ({ items: [], nextCursor: null }));
  server.on('GET', `${path}/channels`, () => ({ items: [], nextCursor: null }));
  if ('code' in identities) server.refuse('GET', `${path}/identities`, identities);
  else server.on('GET', `${path}/identities`, () => ({ items: identities, nextCursor: null }));
  server.on('GET', `${path}/organizations/org1/command-line`, () => guide);
  const mounted = await mount(IdentitiesTab, { providers: [server.provider, ChainStore] });
  TestBed.inject(ChainStore).show(chainId);
  return { ...mounted, server };
}

/** The list of a user who may download, with the menu of alice's forms. */
async function downloads() {
  const mounted = await tab([alice]);
  await TestBed.inject(SessionStore).signIn({ username: 'ada', password: 'secret' });
  await shows(mounted, 'alice', 'Download');
  const menu = await mounted.loader.getHarness(MatMenuHarness);
  const saved = savedFiles();
  const overlay = TestBed.inject(OverlayContainer).getContainerElement();
  return { ...mounted, menu, saved, overlay };
}

describe('IdentitiesTab', () => {
  it('lists identities with their own attributes, and no download without the permission', async () => {
    const mounted = await tab([alice]);
    await shows(mounted, 'alice', 'Org1MSP', 'abac.creator=true', 'ca.org1.example.com');
    expect(mounted.text()).not.toContain('hf.EnrollmentID');
    expect(mounted.text()).not.toContain('PEM files');
  });

  it('shows the lines that Fabric’s programs need, with what has to run meanwhile', async () => {
    await shows(await tab([alice]), 'CORE_PEER_LOCALMSPID="Org1MSP"', 'peer channel list', 'kubectl port-forward x');
  });

  it('says why there is none', async () => {
    await shows(await tab([]), 'A released chain has none');
  });

  it('says why the list did not come, and asks again', async () => {
    const mounted = await tab(refusal);
    await shows(mounted, refusal.detail, 'Try again');
    mounted.server.on('GET', `${path}/identities`, () => ({ items: [alice], nextCursor: null }));
    mounted.element.querySelector<HTMLButtonElement>('app-error-panel button')?.click();
    await shows(mounted, 'alice');
    expect(mounted.element.querySelector('app-error-panel')).toBeNull();
  });

  it.each([
    ['PEM files', { format: 'pem' }, 'alice-pem.zip'],
    ['MSP folder', { format: 'msp' }, 'alice-msp.zip'],
    ['Wallet file of fabric-network', { format: 'wallet' }, 'alice.id'],
  ])('saves %s', async (text, body, name) => {
    const mounted = await downloads();
    const { server, menu, saved } = mounted;
    server.answer('POST', download, new Response('bytes'));
    await menu.open();
    await menu.clickItem({ text });
    await until(mounted, () => saved.length > 0);
    expect(server.asked('POST', download).map((request) => request.body)).toEqual([body]);
    expect(saved).toEqual([name]);
  });

  it('saves a PKCS #12 file once a password for it was given', async () => {
    const mounted = await downloads();
    const { server, menu, saved, overlay } = mounted;
    server.answer('POST', download, new Response('bytes'));
    await menu.open();
    await menu.clickItem({ text: 'PKCS #12 file' });
    const input = overlay.querySelector<HTMLInputElement>('app-pkcs12-password input');
    if (input === null) throw new Error('No password is asked for.');
    input.value = 'one two three';
    input.dispatchEvent(new Event('input'));
    overlay.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    await until(mounted, () => saved.length > 0);
    expect(server.asked('POST', download).map(({ body }) => body)).toEqual([
      { format: 'pkcs12', password: 'one two three' },
    ]);
    expect(saved).toEqual(['alice.p12']);
  });

  it('saves what Prometheus needs, and says if the chain has no monitoring certificate', async () => {
    const mounted = await downloads();
    const { server, saved } = mounted;
    const detail = 'Chain supply has no monitoring certificate.';
    server.refuse('POST', `${path}/monitoring`, { ...refusal, status: 409, code: 'invalid_state', detail });
    const button = await mounted.loader.getHarness(
      MatButtonHarness.with({ ancestor: 'app-monitoring', text: /Download archive/ }),
    );
    await button.click();
    await shows(mounted, detail);
    server.answer('POST', `${path}/monitoring`, new Response('bytes'));
    await button.click();
    await until(mounted, () => saved.length > 0);
    expect(saved).toEqual([expect.stringMatching(/-monitoring\.zip$/)]);
  });

  it('says why a download failed, and keeps the list', async () => {
    const mounted = await downloads();
    mounted.server.refuse('POST', download, {
      ...refusal,
      status: 403,
      code: 'forbidden',
      detail: 'Only an administrator.',
    });
    await mounted.menu.open();
    await mounted.menu.clickItem({ text: 'PEM files' });
    await shows(mounted, 'You may not do this', 'Only an administrator.', 'alice');
    expect(mounted.saved).toEqual([]);
  });
});
