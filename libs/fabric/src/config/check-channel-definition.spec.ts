import type {
  ApplicationOrganizationDefinition,
  ChannelDefinition,
  ConsenterDefinition,
  OrdererOrganizationDefinition,
} from './channel-definition';
import { ChannelDefinitionError, type ChannelDefinitionCode } from './channel-definition-error';
import { checkChannelDefinition } from './check-channel-definition';
import { channelGenesisBlock } from './genesis-block';
import { channelDefinition, consenterOf, material } from './spec/definitions';

const base = channelDefinition();
const [org1] = base.application.organizations;
const [ordererOrg] = base.orderer.organizations;
if (!org1 || !ordererOrg) throw new Error('the fixture is incomplete');

function named(name: string): ChannelDefinition {
  return { ...base, name };
}

function withOrderer(changes: Partial<ChannelDefinition['orderer']>): ChannelDefinition {
  return { ...base, orderer: { ...base.orderer, ...changes } };
}

function withOrdererOrg(changes: Partial<OrdererOrganizationDefinition>): ChannelDefinition {
  const [first] = base.orderer.organizations;
  if (!first) throw new Error('the fixture is incomplete');
  return withOrderer({ organizations: [{ ...first, ...changes }] });
}

function withConsenter(changes: Partial<ConsenterDefinition>): ChannelDefinition {
  return withOrderer({ consenters: [{ ...consenterOf('node1', 7050), ...changes }] });
}

function withApplication(changes: Partial<ChannelDefinition['application']>): ChannelDefinition {
  return { ...base, application: { ...base.application, ...changes } };
}

function withOrg1(changes: Partial<ApplicationOrganizationDefinition>): ChannelDefinition {
  const [first, ...others] = base.application.organizations;
  if (!first) throw new Error('the fixture is incomplete');
  return withApplication({ organizations: [{ ...first, ...changes }, ...others] });
}

function withPolicy(rule: string, type: 'Signature' | 'ImplicitMeta' = 'Signature'): ChannelDefinition {
  return { ...base, policies: { Admins: { type, rule } } };
}

type Row = readonly [string, ChannelDefinition, ChannelDefinitionCode, string];

/** Each with the code and the place that its error must have. */
const BAD: readonly Row[] = [
  ['an empty channel name', named(''), 'channel-name-invalid', 'name'],
  ['an upper case channel name', named('Trade'), 'channel-name-invalid', 'name'],
  ['a channel name that begins with a digit', named('1trade'), 'channel-name-invalid', 'name'],
  ['a channel name with an underscore', named('my_trade'), 'channel-name-invalid', 'name'],
  ['a channel name of 250 characters', named('a'.repeat(250)), 'channel-name-invalid', 'name'],
  ['a channel name with a line break', named('trade\n'), 'channel-name-invalid', 'name'],
  ['no consenters', withOrderer({ consenters: [] }), 'consenters-empty', 'orderer.consenters'],
  [
    'two consenters at one address',
    withOrderer({ consenters: [consenterOf('node1', 1), { ...consenterOf('node2', 1), host: 'node1.example.com' }] }),
    'consenter-duplicate',
    'orderer.consenters',
  ],
  [
    'two consenters with one certificate',
    withOrderer({ consenters: [consenterOf('node1', 1), consenterOf('node1', 2)] }),
    'consenter-duplicate',
    'orderer.consenters',
  ],
  ['a consenter without a host', withConsenter({ host: '' }), 'address-invalid', 'orderer.consenters.0'],
  ['a consenter with a URL for a host', withConsenter({ host: 'http://x' }), 'address-invalid', 'orderer.consenters.0'],
  ['a consenter at port 0', withConsenter({ port: 0 }), 'address-invalid', 'orderer.consenters.0'],
  ['a consenter at port 65536', withConsenter({ port: 65_536 }), 'address-invalid', 'orderer.consenters.0'],
  ['a consenter at half a port', withConsenter({ port: 70.5 }), 'address-invalid', 'orderer.consenters.0'],
  [
    'a consenter without a client certificate',
    withConsenter({ clientTlsCert: '' }),
    'certificate-invalid',
    'orderer.consenters.0.clientTlsCert',
  ],
  [
    'a consenter with a broken server certificate',
    withConsenter({ serverTlsCert: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' }),
    'certificate-invalid',
    'orderer.consenters.0.serverTlsCert',
  ],
  [
    'a tick of 0',
    withOrderer({ options: { tickInterval: '0s' } }),
    'raft-options-invalid',
    'orderer.options.tickInterval',
  ],
  [
    'a tick without a unit',
    withOrderer({ options: { tickInterval: '500' } }),
    'raft-options-invalid',
    'orderer.options.tickInterval',
  ],
  [
    'an election tick of 0',
    withOrderer({ options: { electionTick: 0 } }),
    'raft-options-invalid',
    'orderer.options.electionTick',
  ],
  [
    'an election as quick as the heartbeat',
    withOrderer({ options: { electionTick: 1 } }),
    'raft-options-invalid',
    'orderer.options.electionTick',
  ],
  [
    'no blocks in flight',
    withOrderer({ options: { maxInflightBlocks: 0 } }),
    'raft-options-invalid',
    'orderer.options.maxInflightBlocks',
  ],
  ['a negative timeout', withOrderer({ batch: { timeout: '-1s' } }), 'batch-settings-invalid', 'orderer.batch.timeout'],
  [
    'an endless timeout',
    withOrderer({ batch: { timeout: '9999999h' } }),
    'batch-settings-invalid',
    'orderer.batch.timeout',
  ],
  [
    'blocks without messages',
    withOrderer({ batch: { maxMessageCount: 0 } }),
    'batch-settings-invalid',
    'orderer.batch.maxMessageCount',
  ],
  [
    'blocks beyond 32 bits',
    withOrderer({ batch: { absoluteMaxBytes: 2 ** 32 } }),
    'batch-settings-invalid',
    'orderer.batch.absoluteMaxBytes',
  ],
  [
    'a preferred size above the absolute',
    withOrderer({ batch: { absoluteMaxBytes: 10, preferredMaxBytes: 11 } }),
    'batch-settings-invalid',
    'orderer.batch.preferredMaxBytes',
  ],
  ['no orderer organization', withOrderer({ organizations: [] }), 'organizations-empty', 'orderer.organizations'],
  [
    'an endpoint without a port',
    withOrdererOrg({ ordererEndpoints: ['node1'] }),
    'address-invalid',
    'orderer.organizations.0.ordererEndpoints',
  ],
  [
    'no application organization',
    withApplication({ organizations: [] }),
    'organizations-empty',
    'application.organizations',
  ],
  [
    'an organization without a name',
    withOrg1({ name: '' }),
    'organization-name-invalid',
    'application.organizations.0.name',
  ],
  [
    'an organization named with a space',
    withOrg1({ name: 'Org 1' }),
    'organization-name-invalid',
    'application.organizations.0.name',
  ],
  [
    'an organization named ..',
    withOrg1({ name: '..' }),
    'organization-name-invalid',
    'application.organizations.0.name',
  ],
  ['an organization without an MSP id', withOrg1({ mspId: '' }), 'msp-id-invalid', 'application.organizations.0.mspId'],
  [
    'an MSP id that no policy can name',
    withOrg1({ mspId: 'Org1_MSP' }),
    'msp-id-invalid',
    'application.organizations.0.mspId',
  ],
  ['two organizations of one name', withOrg1({ name: 'Org2' }), 'organization-duplicate', 'application.organizations'],
  ['two organizations of one MSP id', withOrg1({ mspId: 'Org2MSP' }), 'msp-id-duplicate', 'application.organizations'],
  [
    'no root certificate',
    withOrg1({ msp: { ...material('org1Ca', 'org1Tls'), rootCerts: [] } }),
    'certificates-empty',
    'application.organizations.0.msp.rootCerts',
  ],
  [
    'no TLS root certificate',
    withOrg1({ msp: { ...material('org1Ca', 'org1Tls'), tlsRootCerts: [] } }),
    'certificates-empty',
    'application.organizations.0.msp.tlsRootCerts',
  ],
  [
    'a root certificate that is none',
    withOrg1({ msp: { ...material('org1Ca', 'org1Tls'), rootCerts: ['x'] } }),
    'certificate-invalid',
    'application.organizations.0.msp.rootCerts.0',
  ],
  [
    'an administrator that is none',
    withOrg1({ msp: { ...material('org1Ca', 'org1Tls'), admins: ['x'] } }),
    'certificate-invalid',
    'application.organizations.0.msp.admins.0',
  ],
  [
    'an anchor peer without a host',
    withOrg1({ anchorPeers: [{ host: '', port: 1 }] }),
    'address-invalid',
    'application.organizations.0.anchorPeers.0',
  ],
  ['a policy that is no text', withPolicy("OR('Org1MSP.boss')"), 'policy-invalid', 'policies.Admins'],
  [
    'a policy that names nobody of the channel',
    withPolicy("OR('Org9MSP.admin')"),
    'policy-unknown-msp',
    'policies.Admins',
  ],
  ['an implicit policy that is none', withPolicy('MOST Admins', 'ImplicitMeta'), 'policy-invalid', 'policies.Admins'],
  ['an implicit policy on no name', withPolicy('ANY a/b', 'ImplicitMeta'), 'policy-name-invalid', 'policies.Admins'],
  [
    'a policy of no name',
    { ...base, policies: { '': { type: 'ImplicitMeta', rule: 'ANY Admins' } } },
    'policy-name-invalid',
    'policies.',
  ],
  [
    'a broken policy of an organization',
    withOrg1({ policies: { Readers: { type: 'Signature', rule: '' } } }),
    'policy-invalid',
    'application.organizations.0.policies.Readers',
  ],
  [
    'an access rule on no resource',
    withApplication({ acls: { Propose: '/Channel/Application/Writers' } }),
    'acl-invalid',
    'application.acls.Propose',
  ],
  [
    'an access rule to no policy',
    withApplication({ acls: { 'peer/Propose': 'not a path' } }),
    'acl-invalid',
    'application.acls.peer/Propose',
  ],
  [
    'a capability that is none',
    { ...base, capabilities: { application: '2.5' } },
    'capability-invalid',
    'capabilities.application',
  ],
];

describe('checkChannelDefinition', () => {
  test.each(BAD)('refuses %s', (_name, definition, code, path) => {
    const [problem, ...others] = checkChannelDefinition(definition);
    expect({ code: problem?.code, path: problem?.path, others: others.map((other) => other.code) }).toEqual({
      code,
      path,
      others: [],
    });
    expect(problem?.remedy).toMatch(/\w.*\.$/);
  });

  test.each(BAD)('makes no block of %s', (_name, definition, code) => {
    expect(() => channelGenesisBlock(definition)).toThrow(expect.objectContaining({ code, retryable: false }) as Error);
  });

  test('tells every problem at once', () => {
    const definition = { ...withOrg1({ name: '' }), name: 'X' };
    try {
      channelGenesisBlock(definition);
      throw new Error('accepted');
    } catch (error) {
      if (!(error instanceof ChannelDefinitionError)) throw error;
      expect(error.problems.map(({ code }) => code)).toEqual(['channel-name-invalid', 'organization-name-invalid']);
      expect(error.message).toContain('and 1 more');
    }
  });

  test.each([
    ['the default channel', base],
    ['a channel name of 249 characters', named('a'.repeat(249))],
    ['a channel name with dots and dashes', named('a.b-c9')],
    ['one consenter', withOrderer({ consenters: [consenterOf('node1', 7050)] })],
    ['a consenter at port 65535', withConsenter({ port: 65_535 })],
    ['a consenter at an IPv4 address', withConsenter({ host: '127.0.0.1' })],
    ['a consenter at an IPv6 address', withConsenter({ host: '::1' })],
    ['an endpoint at an IPv6 address', withOrdererOrg({ ordererEndpoints: ['[::1]:7050'] })],
    ['fractions of seconds', withOrderer({ batch: { timeout: '0.25s' }, options: { tickInterval: '1m30s' } })],
    ['equal sizes', withOrderer({ batch: { absoluteMaxBytes: 10, preferredMaxBytes: 10 } })],
    ['an organization in both sections', withOrderer({ organizations: [ordererOrg, { ...org1, name: 'Org1' }] })],
    ['a policy on an orderer organization', withPolicy("OR('OrdererMSP.admin')")],
    [
      'a policy of any name',
      { ...base, policies: { Auditors: { type: 'ImplicitMeta' as const, rule: 'ALL Admins' } } },
    ],
    ['an access rule by policy name', withApplication({ acls: { 'peer/Propose': 'Writers' } })],
    [
      'an access rule on a system chaincode',
      withApplication({ acls: { '_lifecycle/CommitChaincodeDefinition': '/Channel/Application/Admins' } }),
    ],
    ['a capability of Fabric 3', { ...base, capabilities: { channel: 'V3_0' } }],
  ] as const)('accepts %s', (_name, definition) => {
    expect(checkChannelDefinition(definition)).toEqual([]);
    expect(channelGenesisBlock(definition).length).toBeGreaterThan(0);
  });
});
