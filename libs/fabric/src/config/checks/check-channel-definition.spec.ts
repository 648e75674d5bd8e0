import { ChannelDefinitionError } from '../definition/channel-definition-error';
import { checkChannelDefinition } from './check-channel-definition';
import { channelGenesisBlock } from '../genesis/genesis-block';
import { BAD_DEFINITIONS } from '../spec/bad-definitions';
import {
  base,
  named,
  withApplication,
  withConsenter,
  withOrderer,
  withOrdererOrg,
  withOrg1,
  withPolicy,
} from '../spec/changed-definitions';
import { CERTIFICATES } from '../spec/certificates';
import { consenterOf, material } from '../spec/definitions';

describe('checkChannelDefinition', () => {
  test.each(BAD_DEFINITIONS)('refuses %s', (_name, definition, code, path) => {
    const [problem, ...others] = checkChannelDefinition(definition);
    expect({ code: problem?.code, path: problem?.path, others: others.map((other) => other.code) }).toEqual({
      code,
      path,
      others: [],
    });
    expect(problem?.remedy).toMatch(/\w.*\.$/);
  });

  test.each(BAD_DEFINITIONS)('creates no block from %s', (_name, definition, code) => {
    expect(() => channelGenesisBlock(definition)).toThrow(expect.objectContaining({ code, retryable: false }) as Error);
  });

  test('reports all problems together', () => {
    const definition = { ...withOrg1({ name: '' }), name: 'X' };
    try {
      channelGenesisBlock(definition);
      throw new Error('accepted');
    } catch (error) {
      if (!(error instanceof ChannelDefinitionError)) throw error;
      expect(error.problems.map(({ code }) => code)).toEqual(['channel_name_invalid', 'organization_name_invalid']);
      expect(error.message).toContain('and 1 more');
    }
  });

  test.each([
    ['the default channel', base],
    ['a channel name of 249 characters', named('a'.repeat(249))],
    ['a channel name with dots and dashes', named('a.b-c9')],
    ['one consenter', withOrderer({ consenters: [consenterOf('node1', 7050)] })],
    [
      'a consenter of an intermediate that the organization names',
      withOrderer({
        consenters: [consenterOf('node5', 7050)],
        organizations: withOrdererOrg({
          msp: { ...material('ordererCa', 'ordererTls'), tlsIntermediateCerts: [CERTIFICATES.intermediateTls] },
        }).orderer.organizations,
      }),
    ],
    ['a consenter at port 65535', withConsenter({ port: 65_535 })],
    ['a consenter at an IPv4 address', withConsenter({ host: '127.0.0.1' })],
    ['a consenter at an IPv6 address', withConsenter({ host: '::1' })],
    ['an endpoint at an IPv6 address', withOrdererOrg({ ordererEndpoints: ['[::1]:7050'] })],
    ['fractions of seconds', withOrderer({ batch: { timeout: '0.25s' }, options: { tickInterval: '1m30s' } })],
    ['equal sizes', withOrderer({ batch: { absoluteMaxBytes: 10, preferredMaxBytes: 10 } })],
    [
      'an organization in both sections',
      withOrderer({ organizations: [...base.orderer.organizations, ...base.application.organizations] }),
    ],
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
