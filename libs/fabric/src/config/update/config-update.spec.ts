import { common } from '@hyperledger/fabric-protos';
import { configFromBlock } from '../genesis/config-block';
import { configUpdateToJson } from '../json/config-json';
import { computeConfigUpdate, EmptyConfigError, NoConfigDifferenceError } from './config-update';
import { setAnchorPeers } from '../edits/edit-organizations';
import { setBatchSettings } from '../edits/edit-orderer';
import { channelGenesisBlock } from '../genesis/genesis-block';
import { channelDefinition } from '../spec/definitions';

const { config } = configFromBlock(channelGenesisBlock(channelDefinition()));

describe('computeConfigUpdate', () => {
  test('of a changed value writes that value one version up and reads the groups above', () => {
    const update = computeConfigUpdate('trade', config, setBatchSettings(config, { maxMessageCount: 9 }));
    const group = (rest: object) => ({ version: '0', mod_policy: '', groups: {}, policies: {}, values: {}, ...rest });
    const batchSize = {
      version: '1',
      mod_policy: 'Admins',
      value: { max_message_count: 9, absolute_max_bytes: 10_485_760, preferred_max_bytes: 2_097_152 },
    };
    expect(configUpdateToJson(update)).toEqual({
      channel_id: 'trade',
      isolated_data: {},
      read_set: group({ groups: { Orderer: group({}) } }),
      write_set: group({ groups: { Orderer: group({ values: { BatchSize: batchSize } }) } }),
    });
  });

  test('of a new member raises the group and names all that stays', () => {
    const bare = setAnchorPeers(config, 'Org1MSP', []);
    const update = computeConfigUpdate('trade', bare, config);
    const org1 = update.getWriteSet()?.getGroupsMap().get('Application')?.getGroupsMap().get('Org1');
    expect(org1?.getVersion()).toBe(1);
    expect([...(org1?.getValuesMap().keys() ?? [])].sort()).toEqual(['AnchorPeers', 'MSP']);
    expect(org1?.getValuesMap().get('MSP')?.getValue_asU8()).toHaveLength(0);
  });

  test('refuses to update nothing', () => {
    expect(() => computeConfigUpdate('trade', config, config.cloneMessage())).toThrow(NoConfigDifferenceError);
  });

  test('refuses configurations without groups', () => {
    expect(() => computeConfigUpdate('trade', new common.Config(), config)).toThrow(EmptyConfigError);
    expect(() => computeConfigUpdate('trade', config, new common.Config())).toThrow(EmptyConfigError);
  });

  test('changes neither configuration', () => {
    const updated = setAnchorPeers(config, 'Org1MSP', []);
    const before = [config, updated].map((message) => Buffer.from(message.serializeBinary()));
    computeConfigUpdate('trade', config, updated);
    expect([config, updated].map((message) => Buffer.from(message.serializeBinary()))).toEqual(before);
  });
});
