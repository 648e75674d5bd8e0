import type { SigningPrincipal } from '../../policies/evaluate-policy';
import type { PolicyDefinition } from '../definition/channel-definition';
import { setPolicy } from '../edits/edit-policies';
import { configFromBlock } from '../genesis/config-block';
import { channelGenesisBlock } from '../genesis/genesis-block';
import { channelDefinition } from '../spec/definitions';
import { ChannelPolicies } from './channel-policies';

const PATH = '/Channel/Application/Endorsement';
const { config } = configFromBlock(channelGenesisBlock(channelDefinition()));
const peers = (...mspIds: string[]): SigningPrincipal[] => mspIds.map((mspId) => ({ mspId, role: 'peer' }));

const withPolicy = (policy: PolicyDefinition, group = '/Channel/Application') =>
  new ChannelPolicies(setPolicy(config, { group, name: 'Endorsement' }, policy));

describe('the policies of a channel with two organizations', () => {
  it('are a majority by default, which single peers of both organizations satisfy', () => {
    const policies = new ChannelPolicies(config);
    expect(policies.isSatisfied(PATH, peers('Org1MSP', 'Org2MSP'))).toBe(true);
    expect(policies.isSatisfied(PATH, peers('Org1MSP', 'Org1MSP'))).toBe(false);
  });

  it.each<[PolicyDefinition['type'], string, boolean]>([
    ['ImplicitMeta', 'ANY Endorsement', true],
    ['ImplicitMeta', 'ALL Endorsement', false],
    ['Signature', "OR('Org1MSP.peer', 'Org2MSP.peer')", true],
    ['Signature', "AND('Org1MSP.peer', 'Org2MSP.peer')", false],
    ['Signature', "OutOf(2, 'Org1MSP.peer', 'Org1MSP.peer')", false],
  ])('are what the configuration says: %s %s', (type, rule, one) => {
    expect(withPolicy({ type, rule }).isSatisfied(PATH, peers('Org1MSP'))).toBe(one);
  });

  it('depend on the policies of the organizations', () => {
    const stricter = withPolicy(
      { type: 'Signature', rule: "OutOf(2, 'Org2MSP.peer', 'Org2MSP.peer')" },
      '/Channel/Application/Org2',
    );
    expect(stricter.isSatisfied(PATH, peers('Org1MSP', 'Org2MSP'))).toBe(false);
    expect(stricter.isSatisfied(PATH, peers('Org1MSP', 'Org2MSP', 'Org2MSP'))).toBe(true);
  });

  it('are not satisfied where there is none', () => {
    const policies = new ChannelPolicies(config);
    for (const path of ['/Channel/Application/Missing', '/Channel/Nothing/Endorsement', 'Endorsement']) {
      expect(policies.isSatisfied(path, peers('Org1MSP', 'Org2MSP'))).toBe(false);
    }
  });
});
