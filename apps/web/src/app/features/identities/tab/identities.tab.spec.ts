import { TestBed } from '@angular/core/testing';
import { IdentityId, type CommandLineGuide, type Identity } from '@heddle/contracts';
import { chainId, chainOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi } from '../../../../testing/test-api';
import { ChainStore } from '../../../data/chain/chain.store';
import { IdentitiesTab } from './identities.tab';

const path = `/chains/${chainId}`;
const alice: Identity = {
  id: IdentityId.parse('00000000-0000-4000-8000-0000000000a1'),
  organization: 'org1',
  mspId: 'Org1MSP',
  name: 'alice',
  commonName: 'alice',
  role: 'client',
  attributes: { 'abac.creator': 'true', 'hf.EnrollmentID': 'alice' },
  serialNumber: '5CE87EADF6C1F7DE87092C15DAC98D91',
  issuedBy: 'ca.org1.example.com',
  notBefore: '2026-01-01T00:00:00.000Z',
  expiresAt: '2027-01-01T00:00:00.000Z',
};
const guide: CommandLineGuide = {
  folder: 'supply-org1-cli',
  kind: 'peer',
  mspId: 'Org1MSP',
  nodes: [{ node: 'peer0-org1', address: 'localhost:17051', tlsName: 'peer0', forward: 'kubectl port-forward x' }],
  environment: 'export CORE_PEER_LOCALMSPID="Org1MSP"\n',
  commands: [{ topic: 'peer', text: 'peer channel list' }],
  files: [],
};

async function tab(identities: readonly Identity[]) {
  const server = new TestApi();
  server.on('GET', path, () => chainOf());
  server.on('GET', `${path}/nodes`, () => ({ items: [], nextCursor: null }));
  server.on('GET', `${path}/channels`, () => ({ items: [], nextCursor: null }));
  server.on('GET', `${path}/identities`, () => ({ items: identities, nextCursor: null }));
  server.on('GET', `${path}/organizations/org1/command-line`, () => guide);
  const mounted = await mount(IdentitiesTab, { providers: [server.provider, ChainStore] });
  TestBed.inject(ChainStore).show(chainId);
  return { ...mounted, server };
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
});
