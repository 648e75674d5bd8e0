import { TestBed } from '@angular/core/testing';
import { ChannelId, type Chain, type LedgerDefinition, type Problem } from '@heddle/contracts';
import { chainId, chainOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi } from '../../../../testing/test-api';
import { until } from '../../../../testing/until';
import { ChainStore } from '../../../data/chain/chain.store';
import { ChaincodeDeployPage } from './chaincode-deploy.page';

const channelId = ChannelId.parse('00000000-0000-4000-8000-0000000000b1');
const path = `/chains/${chainId}`;

const FOREIGN: LedgerDefinition = {
  name: 'foreign',
  version: '5.0',
  sequence: 2,
  endorsementPolicy: "OR('Org1MSP.peer')",
  collections: [],
  initRequired: false,
  chaincodeId: null,
  committedBy: 'outside',
};
const refusal = (more: Partial<Problem>): Problem => ({
  type: 'about:blank',
  title: 'No',
  status: 422,
  code: 'validation_failed',
  detail: 'No.',
  ...more,
});

async function page(chain: Chain, name?: string) {
  const server = new TestApi();
  server.on('GET', path, () => chain);
  server.on('GET', `${path}/nodes`, () => ({ items: [], nextCursor: null }));
  server.on('GET', `${path}/channels`, () => ({ items: [], nextCursor: null }));
  server.on('GET', `${path}/channels/${channelId}/committed-definitions`, () => ({
    items: [FOREIGN],
    nextCursor: null,
  }));
  server.on('GET', '/chaincode-samples', () => ({ items: [], nextCursor: null }));
  const mounted = await mount(ChaincodeDeployPage, {
    providers: [server.provider, ChainStore],
    inputs: { chainId, channelId, ...(name !== undefined && { name }) },
  });
  const store = TestBed.inject(ChainStore);
  store.show(chainId);
  await until(mounted, () => store.chain() !== null);
  const press = async (name: string): Promise<void> => {
    [...mounted.element.querySelectorAll('button')].find((button) => button.textContent.includes(name))?.click();
    await mounted.fixture.whenStable();
  };
  return { ...mounted, server, press };
}

describe('ChaincodeDeployPage', () => {
  it('offers an image only for chains on a cluster', async () => {
    expect((await page(chainOf())).text()).not.toContain('Container image');
    TestBed.resetTestingModule();
    expect((await page(chainOf({ runtime: 'kubernetes', cluster: 'east' }))).text()).toContain('Container image');
  });

  it('takes over what another client committed, and shows what changes', async () => {
    const mounted = await page(chainOf(), 'foreign');
    await shows(mounted, 'foreign was committed by another client as version 5.0, sequence 2');
    const table = mounted.element.querySelector('app-definition-changes')?.textContent ?? '';
    expect(table).toContain('5.1');
    expect(table).not.toContain('endorsementPolicy');
  });

  it('shows refusals at their fields, and the way to what has the name', async () => {
    const chain = chainOf({ runtime: 'kubernetes', cluster: 'east' });
    const mounted = await page(chain, 'foreign');
    const { server, press, element } = mounted;
    await press('Container image');
    const image = element.querySelector<HTMLInputElement>('input[placeholder^="registry"]');
    if (image === null) throw new Error('There is no field for the image.');
    image.value = 'example/basic:1.0';
    image.dispatchEvent(new Event('input'));
    const errors = [{ path: 'endorsementPolicy', message: 'Org9MSP is no member' }];
    server.refuse('POST', `${path}/channels/${channelId}/chaincodes`, refusal({ errors }));
    element.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    await shows(mounted, 'Org9MSP is no member');
    expect(element.querySelector('app-error-panel')).toBeNull();
    const existing = { type: 'chaincode', id: '00000000-0000-4000-8000-0000000000d1' } as const;
    const taken = refusal({ status: 409, code: 'name_taken', existing });
    server.refuse('POST', `${path}/channels/${channelId}/chaincodes`, taken);
    const policy = element.querySelector<HTMLInputElement>('input[placeholder^="AND("]');
    if (policy === null) throw new Error('There is no field for the policy.');
    policy.value = "OR('Org1MSP.member')";
    policy.dispatchEvent(new Event('input'));
    element.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    await shows(mounted, 'Open chaincode foreign');
    expect(element.querySelector(`a[href$="/chaincodes/${existing.id}"]`)).not.toBeNull();
  });

  it('lets one of several projects of a source be chosen', async () => {
    const mounted = await page(chainOf());
    const projects = [
      { path: 'chaincode', language: 'go' },
      { path: 'chaincode', language: 'node' },
    ];
    const known = { fileName: 'repository.zip', sha256: 'ab'.repeat(32), size: 10, language: 'go' };
    const id = '00000000-0000-4000-8000-0000000000c1';
    const uploadedAt = '2026-11-28T10:00:00.000Z';
    const source = { id, ...known, projects, defaultProject: null, uploadedAt };
    mounted.server.on('POST', '/chaincode-sources', () => source);
    const input = mounted.element.querySelector<HTMLInputElement>('app-source-upload input[type=file]');
    Object.defineProperty(input, 'files', { value: { item: () => new File(['x'], 'repository.zip') } });
    input?.dispatchEvent(new Event('change'));
    await shows(mounted, 'The archive holds several projects');
  });

  it('asks of an image for a tag or digest', async () => {
    const mounted = await page(chainOf({ runtime: 'kubernetes', cluster: 'east' }));
    await mounted.press('Container image');
    expect(mounted.element.querySelector('app-source-upload')).toBeNull();
    mounted.element.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    await shows(mounted, 'An image with a tag or digest');
  });
});
