import { common } from '@hyperledger/fabric-protos';
import { configFromBlock } from '../genesis/config-block';
import { ConfigEditError } from '../edits/config-edit-error';
import { describeChannel } from './describe-channel';
import { channelGenesisBlock } from '../genesis/genesis-block';
import { channelDefinition } from '../spec/definitions';

const definition = channelDefinition();
const { application, orderer } = definition;
const { config } = configFromBlock(channelGenesisBlock(definition));

describe('describeChannel', () => {
  test('describes the definition', () => {
    const description = describeChannel(config);
    expect(description.orderer).toMatchObject({
      type: 'etcdraft',
      state: 'normal',
      consenters: orderer.consenters,
      batch: { timeout: '2s', maxMessageCount: 500 },
      options: { tickInterval: '500ms' },
      organizations: [
        { name: 'OrdererOrg', mspId: 'OrdererMSP', ordererEndpoints: orderer.organizations[0]?.ordererEndpoints },
      ],
    });
    expect(description.application.organizations).toMatchObject([
      { name: 'Org1', mspId: 'Org1MSP', anchorPeers: application.organizations[0]?.anchorPeers },
      { name: 'Org2', mspId: 'Org2MSP', anchorPeers: application.organizations[1]?.anchorPeers },
    ]);
    expect(description.application.policies['LifecycleEndorsement']).toEqual({
      type: 'ImplicitMeta',
      rule: 'MAJORITY Endorsement',
    });
    expect(description.application.organizations[0]?.policies['Writers']).toEqual({
      type: 'Signature',
      rule: "OR('Org1MSP.admin', 'Org1MSP.client')",
    });
    expect([description.capabilities, description.orderer.capabilities, description.application.capabilities]).toEqual([
      ['V2_0'],
      ['V2_0'],
      ['V2_5'],
    ]);
  });

  test('shows policies that text cannot express as such', () => {
    const changed = config.cloneMessage();
    changed.getChannelGroup()?.getPoliciesMap().set('Odd', new common.ConfigPolicy());
    const pointless = new common.Policy();
    pointless.setType(common.Policy.PolicyType.SIGNATURE);
    const empty = new common.ConfigPolicy();
    empty.setPolicy(pointless);
    changed.getChannelGroup()?.getPoliciesMap().set('Empty', empty);
    expect(describeChannel(changed).policies).toMatchObject({ Odd: { type: 'Other' }, Empty: { type: 'Other' } });
  });

  test('refuses what is not a channel configuration', () => {
    expect(() => describeChannel(new common.Config())).toThrow(ConfigEditError);
  });
});
