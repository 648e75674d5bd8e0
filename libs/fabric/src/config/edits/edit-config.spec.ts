import type { common } from '@hyperledger/fabric-protos';
import { configFromBlock } from '../genesis/config-block';
import type { ApplicationOrganizationDefinition } from '../definition/channel-definition';
import { describeChannel } from '../description/describe-channel';
import {
  addConsenter,
  removeConsenter,
  setBatchSettings,
  setConsensusState,
  setConsenters,
  setRaftOptions,
} from './edit-orderer';
import {
  addApplicationOrganization,
  addOrdererOrganization,
  removeApplicationOrganization,
  removeOrdererOrganization,
  setAnchorPeers,
  setOrdererEndpoints,
  setOrganizationMsp,
} from './edit-organizations';
import { removePolicy, setAcl, setCapabilities, setPolicy } from './edit-policies';
import { channelGenesisBlock } from '../genesis/genesis-block';
import { CERTIFICATES } from '../spec/certificates';
import { channelDefinition, consenterOf, material } from '../spec/definitions';

const definition = channelDefinition();
const config = configOfDefinition(definition);
const org3: ApplicationOrganizationDefinition = {
  name: 'Third',
  mspId: 'Org3MSP',
  msp: material('org3Ca', 'org3Tls'),
  anchorPeers: [{ host: 'peer0.org3.example.com', port: 11_051 }],
};

function configOfDefinition(input: typeof definition): common.Config {
  return configFromBlock(channelGenesisBlock(input)).config;
}

function bytesOf(message: common.Config): string {
  return Buffer.from(message.serializeBinary()).toString('hex');
}

/** An edit must give exactly the configuration that a definition with the same change gives. */
function expectSame(edited: common.Config, changed: typeof definition): void {
  expect(bytesOf(edited)).toBe(bytesOf(configOfDefinition(changed)));
}

const { application, orderer } = definition;

describe('edits of a configuration', () => {
  const before = bytesOf(config);
  afterEach(() => {
    expect(bytesOf(config)).toBe(before);
  });

  test('setAnchorPeers', () => {
    const anchorPeers = [{ host: 'other', port: 1 }];
    const organizations = application.organizations.map((organization) =>
      organization.mspId === 'Org2MSP' ? { ...organization, anchorPeers } : organization,
    );
    expectSame(setAnchorPeers(config, 'Org2MSP', anchorPeers), { ...definition, application: { organizations } });
  });

  test('setAnchorPeers to none', () => {
    const organizations = application.organizations.map((organization) =>
      organization.mspId === 'Org2MSP' ? { ...organization, anchorPeers: [] } : organization,
    );
    expectSame(setAnchorPeers(config, 'Org2MSP', []), { ...definition, application: { organizations } });
  });

  test('addApplicationOrganization, and remove it again', () => {
    const edited = addApplicationOrganization(config, org3);
    expectSame(edited, { ...definition, application: { organizations: [...application.organizations, org3] } });
    expectSame(removeApplicationOrganization(edited, 'Org3MSP'), definition);
  });

  test('addOrdererOrganization, setOrdererEndpoints, and remove it again', () => {
    const edited = setOrdererEndpoints(addOrdererOrganization(config, org3), 'Org3MSP', ['x:1']);
    const { name, mspId, msp } = org3;
    const organizations = [...orderer.organizations, { name, mspId, msp, ordererEndpoints: ['x:1'] }];
    expectSame(edited, { ...definition, orderer: { ...orderer, organizations } });
    expectSame(removeOrdererOrganization(edited, 'Org3MSP'), definition);
  });

  test('setOrganizationMsp', () => {
    const msp = { ...material('org3Ca', 'org3Tls'), rootCerts: [CERTIFICATES.org1Ca, CERTIFICATES.org3Ca] };
    const organizations = application.organizations.map((organization) =>
      organization.mspId === 'Org1MSP' ? { ...organization, msp } : organization,
    );
    expectSame(setOrganizationMsp(config, 'application', { mspId: 'Org1MSP', msp }), {
      ...definition,
      application: { organizations },
    });
  });

  test('setBatchSettings keeps what is not named', () => {
    expectSame(setBatchSettings(config, { timeout: '100ms', maxMessageCount: 5 }), {
      ...definition,
      orderer: { ...orderer, batch: { timeout: '100ms', maxMessageCount: 5 } },
    });
  });

  test('setRaftOptions keeps what is not named', () => {
    expectSame(setRaftOptions(config, { tickInterval: '100ms' }), {
      ...definition,
      orderer: { ...orderer, options: { tickInterval: '100ms' } },
    });
  });

  test('addConsenter, removeConsenter, setConsenters', () => {
    const added = consenterOf('node4', 7050);
    const edited = addConsenter(config, added);
    expectSame(edited, { ...definition, orderer: { ...orderer, consenters: [...orderer.consenters, added] } });
    expectSame(removeConsenter(edited, added), definition);
    expectSame(setConsenters(config, [added]), { ...definition, orderer: { ...orderer, consenters: [added] } });
  });

  test('setConsensusState, there and back', () => {
    const edited = setConsensusState(config, 'maintenance');
    expect(describeChannel(edited).orderer.state).toBe('maintenance');
    expectSame(setConsensusState(edited, 'normal'), definition);
  });

  test('setAcl, and back to Fabric’s default', () => {
    const edited = setAcl(config, 'peer/Propose', '/Channel/Application/Admins');
    expectSame(edited, {
      ...definition,
      application: { ...application, acls: { 'peer/Propose': '/Channel/Application/Admins' } },
    });
    expectSame(setAcl(edited, 'peer/Propose', undefined), definition);
  });

  test('setPolicy and removePolicy, at the channel and at an organization', () => {
    const policy = { type: 'Signature', rule: "AND('Org1MSP.admin', 'Org2MSP.admin')" } as const;
    const edited = setPolicy(config, { group: '/Channel', name: 'Special' }, policy);
    expectSame(edited, { ...definition, policies: { Special: policy } });
    expectSame(removePolicy(edited, { group: '/Channel', name: 'Special' }), definition);
    const organization = setPolicy(config, { group: '/Channel/Application/Org1', name: 'Admins' }, policy);
    expect(describeChannel(organization).application.organizations[0]?.policies['Admins']).toEqual(policy);
  });

  test('setCapabilities of the sections that are named', () => {
    expectSame(setCapabilities(config, { application: 'V2_0' }), {
      ...definition,
      capabilities: { application: 'V2_0' },
    });
    expectSame(setCapabilities(config, { channel: 'V3_0', orderer: 'V2_1' }), {
      ...definition,
      capabilities: { channel: 'V3_0', orderer: 'V2_1' },
    });
  });

  test('keep versions and modification policies', () => {
    const changed = config.cloneMessage();
    const value = changed.getChannelGroup()?.getGroupsMap().get('Orderer')?.getValuesMap().get('BatchSize');
    value?.setVersion(3);
    value?.setModPolicy('/Channel/Orderer/Admins');
    const edited = setBatchSettings(changed, { maxMessageCount: 1 })
      .getChannelGroup()
      ?.getGroupsMap()
      .get('Orderer')
      ?.getValuesMap()
      .get('BatchSize');
    expect([edited?.getVersion(), edited?.getModPolicy()]).toEqual([3, '/Channel/Orderer/Admins']);
  });

  const single = configOfDefinition({
    ...definition,
    application: { organizations: application.organizations.slice(0, 1) },
    orderer: { ...orderer, consenters: orderer.consenters.slice(0, 1) },
  });

  test.each([
    ['anchor peers of a stranger', () => setAnchorPeers(config, 'Org9MSP', []), 'organization_unknown'],
    [
      'anchor peers without a port',
      () => setAnchorPeers(config, 'Org1MSP', [{ host: 'x', port: 0 }]),
      'address_invalid',
    ],
    ['endpoints without a port', () => setOrdererEndpoints(config, 'OrdererMSP', ['x']), 'address_invalid'],
    [
      'an organization that is there',
      () => addApplicationOrganization(config, { ...org3, mspId: 'Org1MSP' }),
      'organization_exists',
    ],
    [
      'an organization of a name that is there',
      () => addApplicationOrganization(config, { ...org3, name: 'Org1' }),
      'organization_exists',
    ],
    [
      'an organization without certificates',
      () =>
        addApplicationOrganization(config, { ...org3, msp: { rootCerts: [], tlsRootCerts: [CERTIFICATES.org3Tls] } }),
      'certificates_empty',
    ],
    [
      'an organization with a broken anchor peer',
      () => addApplicationOrganization(config, { ...org3, anchorPeers: [{ host: '', port: 1 }] }),
      'address_invalid',
    ],
    ['removing a stranger', () => removeApplicationOrganization(config, 'Org9MSP'), 'organization_unknown'],
    ['removing the last organization', () => removeApplicationOrganization(single, 'Org1MSP'), 'organization_last'],
    [
      'removing the last orderer organization',
      () => removeOrdererOrganization(config, 'OrdererMSP'),
      'organization_last',
    ],
    [
      'certificates of a stranger',
      () => setOrganizationMsp(config, 'orderer', { mspId: 'Org1MSP', msp: org3.msp }),
      'organization_unknown',
    ],
    ['batches of nothing', () => setBatchSettings(config, { maxMessageCount: 0 }), 'batch_settings_invalid'],
    ['a tick of nothing', () => setRaftOptions(config, { tickInterval: '0s' }), 'raft_options_invalid'],
    ['a consenter that is there', () => addConsenter(config, consenterOf('node1', 7050)), 'consenter_exists'],
    [
      'a consenter with a certificate that is there',
      () => addConsenter(config, consenterOf('node1', 7051)),
      'consenter_duplicate',
    ],
    ['removing no consenter', () => removeConsenter(config, { host: 'x', port: 1 }), 'consenter_unknown'],
    ['removing the last consenter', () => removeConsenter(single, consenterOf('node1', 7050)), 'consenter_last'],
    [
      'a consenter of an unknown issuer',
      () => addConsenter(config, consenterOf('stranger', 7050)),
      'consenter_untrusted',
    ],
    ['no consenters', () => setConsenters(config, []), 'consenters_empty'],
    ['an access rule on nothing', () => setAcl(config, 'Propose', 'Admins'), 'acl_invalid'],
    [
      'a policy of a group that is not there',
      () => setPolicy(config, { group: '/Channel/Nowhere', name: 'P' }, { type: 'ImplicitMeta', rule: 'ANY Admins' }),
      'config_group_missing',
    ],
    [
      'a policy outside of the channel',
      () => setPolicy(config, { group: 'Channel', name: 'P' }, { type: 'ImplicitMeta', rule: 'ANY Admins' }),
      'config_group_missing',
    ],
    [
      'a policy that names a stranger',
      () => setPolicy(config, { group: '/Channel', name: 'P' }, { type: 'Signature', rule: "OR('Org9MSP.peer')" }),
      'policy_unknown_msp',
    ],
    [
      'removing a policy that is not there',
      () => removePolicy(config, { group: '/Channel', name: 'P' }),
      'policy_unknown',
    ],
    ['a capability that is none', () => setCapabilities(config, { channel: '3' }), 'capability_invalid'],
  ])('refuse %s', (_name, edit, code) => {
    expect(edit).toThrow(expect.objectContaining({ code }) as Error);
  });
});
