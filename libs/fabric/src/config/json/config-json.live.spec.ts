import { fabricProgram } from '@heddle/testing';
import { configFromBlock } from '../genesis/config-block';
import { configFromJson, configToJson, configUpdateFromJson, configUpdateToJson } from './config-json';
import { computeConfigUpdate } from '../update/config-update';
import { channelGenesisBlock } from '../genesis/genesis-block';
import type { JsonObject } from './json-value';
import { Configtxlator } from '../spec/configtxlator';
import { channelDefinition, material } from '../spec/definitions';

let configtxlator: Configtxlator;

beforeAll(async () => {
  configtxlator = await Configtxlator.start(fabricProgram('configtxlator'));
});

afterAll(() => configtxlator.stop());

const definition = channelDefinition({
  policies: { Extra: { type: 'Signature', rule: "OutOf(2, 'Org1MSP.peer', AND('Org2MSP.admin', 'Org1MSP.client'))" } },
});
const { config } = configFromBlock(
  channelGenesisBlock({
    ...definition,
    application: {
      organizations: [
        ...definition.application.organizations,
        { name: 'Org3', mspId: 'Org3MSP', msp: { ...material('org3Ca', 'org3Tls'), nodeOus: null } },
      ],
      acls: { 'peer/Propose': '/Channel/Application/Writers', 'cscc/GetConfigBlock': 'Readers' },
    },
  }),
);

describe('configuration JSON against configtxlator', () => {
  test('is what configtxlator prints', async () => {
    expect(configToJson(config)).toEqual(await configtxlator.decode('common.Config', config.serializeBinary()));
  });

  test('read from configtxlator gives the bytes that it was printed from', async () => {
    const printed = (await configtxlator.decode('common.Config', config.serializeBinary())) as JsonObject;
    expect(Buffer.from(configFromJson(printed).serializeBinary())).toEqual(Buffer.from(config.serializeBinary()));
  });

  test('is read by configtxlator into the same configuration', async () => {
    const encoded = await configtxlator.encode('common.Config', configToJson(config));
    expect(await configtxlator.decode('common.Config', encoded)).toEqual(configToJson(config));
  });

  test('distinguishes configurations that differ', async () => {
    const other = config.cloneMessage();
    other.setSequence(1);
    expect(configToJson(other)).not.toEqual(await configtxlator.decode('common.Config', config.serializeBinary()));
  });

  test.each(exoticConfigs())('agrees on $name', async ({ json }) => {
    const encoded = await configtxlator.encode('common.Config', json);
    const printed = (await configtxlator.decode('common.Config', encoded)) as JsonObject;
    const ours = configFromJson(json);
    expect(configToJson(ours)).toEqual(printed);
    expect(Buffer.from(ours.serializeBinary())).toEqual(Buffer.from(configFromJson(printed).serializeBinary()));
  });

  test('of an update is what configtxlator prints, and comes back unchanged', async () => {
    const updated = config.cloneMessage();
    updated.getChannelGroup()?.setModPolicy('/Channel/Orderer/Admins');
    const update = computeConfigUpdate('trade', config, updated);
    const json = configUpdateToJson(update);
    expect(json).toEqual(await configtxlator.decode('common.ConfigUpdate', update.serializeBinary()));
    expect(Buffer.from(configUpdateFromJson(json).serializeBinary())).toEqual(Buffer.from(update.serializeBinary()));
  });
});

/** Contents of channels of older networks, other consensus types and other MSPs. */
function exoticConfigs(): { name: string; json: JsonObject }[] {
  const orderer = (values: JsonObject): JsonObject => ({
    channel_group: { groups: { Orderer: { values } } },
  });
  const organization = (parts: JsonObject): JsonObject => ({
    channel_group: { groups: { Application: { groups: { Org: parts } } } },
  });
  const principals = [
    { principal_classification: 'IDENTITY', principal: { mspid: 'Org1MSP', id_bytes: 'AAEC' } },
    {
      principal_classification: 'ORGANIZATION_UNIT',
      principal: { msp_identifier: 'Org1MSP', organizational_unit_identifier: 'sales', certifiers_identifier: 'AA==' },
    },
    { principal_classification: 'ROLE', principal: { msp_identifier: 'Org1MSP', role: 'ORDERER' } },
  ];
  return [
    { name: 'the empty configuration', json: {} },
    { name: 'a high sequence', json: { sequence: '9007199254740991' } },
    {
      name: 'kafka brokers',
      json: orderer({ KafkaBrokers: { value: { brokers: ['a:9092', 'b:9092'] }, version: '3' } }),
    },
    {
      name: 'maintenance mode',
      json: orderer({
        ConsensusType: { value: { type: 'etcdraft', state: 'STATE_MAINTENANCE', metadata: { consenters: [{}] } } },
      }),
    },
    {
      name: 'a channel limit beyond doubles',
      json: orderer({ ChannelRestrictions: { value: { max_count: '9007199254740993' } } }),
    },
    {
      name: 'an idemix MSP',
      json: organization({
        values: {
          MSP: {
            value: {
              type: 1,
              config: { name: 'idemix', ipk: 'AQI=', epoch: '-5', signer: { role: 1, enrollment_id: 'x' } },
            },
          },
        },
      }),
    },
    {
      name: 'an MSP with identifiers and a signing identity',
      json: organization({
        values: {
          MSP: {
            value: {
              config: {
                name: 'x',
                organizational_unit_identifiers: [{ organizational_unit_identifier: 'q' }],
                signing_identity: { public_signer: 'AAA=', private_signer: { key_identifier: 'k' } },
              },
            },
          },
        },
      }),
    },
    {
      name: 'policies on identities and units',
      json: organization({
        policies: {
          P: {},
          Q: { policy: { type: 1 } },
          R: {
            policy: {
              type: 1,
              value: {
                rule: { n_out_of: { n: 0, rules: [{ signed_by: 0 }, { signed_by: 2 }] } },
                identities: principals,
              },
            },
          },
        },
      }),
    },
    {
      name: 'a system channel',
      json: {
        channel_group: {
          groups: {
            Consortiums: {
              groups: {
                C: {
                  groups: { Org: { values: { MSP: { value: { config: { name: 'x' } } } } } },
                  values: {
                    ChannelCreationPolicy: { value: { type: 3, value: { rule: 'ALL', sub_policy: 'Admins' } } },
                  },
                },
              },
            },
          },
          values: { OrdererAddresses: { value: { addresses: ['a:1'] } }, Consortium: { value: { name: 'C' } } },
        },
      },
    },
  ];
}
