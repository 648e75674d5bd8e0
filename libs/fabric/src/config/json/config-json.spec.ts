import type { common } from '@hyperledger/fabric-protos';
import fc from 'fast-check';
import { configFromBlock } from '../genesis/config-block';
import { configFromJson, configToJson } from './config-json';
import { channelGenesisBlock } from '../genesis/genesis-block';
import { ConfigJsonError } from './config-json-error';
import type { JsonObject } from './json-value';
import { configGroup, configOf } from '../spec/arbitrary-config';
import { channelDefinition } from '../spec/definitions';

const { config } = configFromBlock(channelGenesisBlock(channelDefinition()));

function bytesOf(message: common.Config): Buffer {
  return Buffer.from(message.serializeBinary());
}

function ordererValue(key: string, value: JsonObject): JsonObject {
  return { channel_group: { groups: { Orderer: { values: { [key]: { value } } } } } };
}

describe('configuration JSON', () => {
  test('comes back to the same bytes', () => {
    expect(bytesOf(configFromJson(configToJson(config)))).toEqual(bytesOf(config));
  });

  test('survives a text file', () => {
    const text = JSON.stringify(configToJson(config), null, 2);
    expect(bytesOf(configFromJson(JSON.parse(text) as JsonObject))).toEqual(bytesOf(config));
  });

  test('loses nothing of any configuration, values that no tool could read included', () => {
    fc.assert(
      fc.property(configGroup(), (group) => {
        expect(bytesOf(configFromJson(configToJson(configOf(group))))).toEqual(bytesOf(configOf(group)));
      }),
      { seed: 12, numRuns: 300 },
    );
  });

  test('keeps values with fields of a later Fabric as bytes', () => {
    const later = config.cloneMessage();
    const unknownField = Buffer.from('9a060161', 'hex');
    const value = later.getChannelGroup()?.getGroupsMap().get('Orderer')?.getValuesMap().get('BatchTimeout');
    value?.setValue(Buffer.concat([value.getValue_asU8(), unknownField]));
    expect(JSON.stringify(configToJson(later))).toContain(
      '"BatchTimeout":{"mod_policy":"Admins","value":"CgIyc5oGAWE="',
    );
    expect(bytesOf(configFromJson(configToJson(later)))).toEqual(bytesOf(later));
  });

  test('knows the consensus of Fabric 3', () => {
    const json = ordererValue('ConsensusType', {
      type: 'BFT',
      metadata: { leader_rotation: 'ROTATION_ON', request_pool_size: '400' },
    });
    expect(configToJson(configFromJson(json))).toMatchObject(json);
  });

  test.each([
    ['a field that does not exist', { chanel_group: {} }, ''],
    ['a list for a group', { channel_group: [] }, 'channel_group'],
    ['a text for a version', { sequence: 'one' }, 'sequence'],
    ['a negative version', { sequence: -1 }, 'sequence'],
    ['a version beyond doubles', { sequence: '9007199254740993' }, 'sequence'],
    [
      'a fraction',
      ordererValue('BatchSize', { max_message_count: 1.5 }),
      'channel_group.groups.Orderer.values.BatchSize.value.max_message_count',
    ],
    [
      'a count beyond 32 bits',
      ordererValue('BatchSize', { max_message_count: 2 ** 32 }),
      'channel_group.groups.Orderer.values.BatchSize.value.max_message_count',
    ],
    [
      'a number for a text',
      ordererValue('BatchTimeout', { timeout: 2 }),
      'channel_group.groups.Orderer.values.BatchTimeout.value.timeout',
    ],
    [
      'a text for a list',
      ordererValue('KafkaBrokers', { brokers: 'a' }),
      'channel_group.groups.Orderer.values.KafkaBrokers.value.brokers',
    ],
    [
      'an unknown state',
      ordererValue('ConsensusType', { state: 'ASLEEP' }),
      'channel_group.groups.Orderer.values.ConsensusType.value.state',
    ],
    [
      'metadata of unknown consensus',
      ordererValue('ConsensusType', { type: 'x', metadata: {} }),
      'channel_group.groups.Orderer.values.ConsensusType.value.metadata',
    ],
    [
      'what is no base64',
      { channel_group: { values: { Unknown: { value: '%' } } } },
      'channel_group.values.Unknown.value',
    ],
    [
      'a list of capabilities',
      { channel_group: { values: { Capabilities: { value: { capabilities: ['V2_0'] } } } } },
      'channel_group.values.Capabilities.value.capabilities',
    ],
  ] as const)('refuses %s and says where', (_name, json, path) => {
    expect(() => configFromJson(json)).toThrow(expect.objectContaining({ code: 'config_json_invalid', path }) as Error);
    expect(() => configFromJson(json)).toThrow(ConfigJsonError);
  });
});
