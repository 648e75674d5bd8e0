import { createTestIdentities, fabricProgram, startTestNetwork, type TestNetwork } from '@heddle/testing';
import type { common } from '@hyperledger/fabric-protos';
import { connectOrderer, type OrdererClient } from '../../network/orderer-client';
import type { Signer } from '../../signer';
import type { ApplicationOrganizationDefinition } from '../definition/channel-definition';
import { configFromBlock } from '../genesis/config-block';
import { configToJson } from '../json/config-json';
import { computeConfigUpdate } from '../update/config-update';
import { describeChannel } from '../description/describe-channel';
import { removeConsenter, setBatchSettings, setConsensusState, setRaftOptions } from './edit-orderer';
import {
  addApplicationOrganization,
  removeApplicationOrganization,
  setAnchorPeers,
  setOrdererEndpoints,
  setOrganizationMsp,
} from './edit-organizations';
import { setAcl, setPolicy } from './edit-policies';
import type { JsonValue } from '../json/json-value';
import { configUpdateEnvelope, signConfigUpdate } from '../update/sign-config-update';
import { Configtxlator } from '../spec/configtxlator';

const CHANNEL = 'edits';

let network: TestNetwork;
let orderer: OrdererClient;
let configtxlator: Configtxlator;
let third: ApplicationOrganizationDefinition;

beforeAll(async () => {
  [network, configtxlator] = await Promise.all([
    startTestNetwork({ orderers: 3, organizations: 2 }),
    Configtxlator.start(fabricProgram('configtxlator')),
  ]);
  await network.createChannel(CHANNEL);
  orderer = connectOrderer({ endpoint: network.orderers[0].endpoint, signer: network.ordererOrganization.admin });
  const { mspId, mspMaterial } = await createTestIdentities('Org3MSP', 'org3.test');
  third = { name: 'Third', mspId, msp: mspMaterial, anchorPeers: [{ host: 'peer0.org3.test', port: 7051 }] };
});

afterAll(async () => {
  orderer.close();
  await Promise.all([network.stop(), configtxlator.stop()]);
});

/** Submits the edit as an update signed by all of these admins, and returns the orderers' resulting configuration. */
async function apply(edit: (config: common.Config) => common.Config, admins: readonly Signer[]) {
  const { config } = configFromBlock(await orderer.configBlock(CHANNEL));
  const wanted = edit(config);
  const update = computeConfigUpdate(CHANNEL, config, wanted);
  const signatures = await Promise.all(admins.map((admin) => signConfigUpdate(update, admin)));
  const next = ((await orderer.block(CHANNEL, 'newest')).getHeader()?.getNumber() ?? 0) + 1;
  await orderer.broadcast(await configUpdateEnvelope({ update, signatures, signer: orderer.signer }));
  return { wanted, made: configFromBlock(await orderer.block(CHANNEL, next)).config };
}

/** The configuration without the orderers' counters. */
function content(config: common.Config): JsonValue {
  return JSON.parse(
    JSON.stringify(configToJson(config), (key, value: unknown) =>
      key === 'version' || key === 'sequence' ? undefined : value,
    ),
  ) as JsonValue;
}

interface Change {
  readonly name: string;
  readonly edit: (config: common.Config) => common.Config;
  readonly by: 'organizations' | 'orderers';
}

const OTHER_PEER = { host: '127.0.0.1', port: 1 };
const LIFECYCLE = {
  type: 'Signature',
  rule: "OutOf(1, 'Org1MSP.peer', AND('Org2MSP.peer', 'Org1MSP.admin'))",
} as const;

const CHANGES: readonly Change[] = [
  { name: 'setAnchorPeers', by: 'organizations', edit: (config) => setAnchorPeers(config, 'Org1MSP', [OTHER_PEER]) },
  { name: 'setAnchorPeers to none', by: 'organizations', edit: (config) => setAnchorPeers(config, 'Org1MSP', []) },
  {
    name: 'addApplicationOrganization',
    by: 'organizations',
    edit: (config) => addApplicationOrganization(config, third),
  },
  {
    name: 'removeApplicationOrganization',
    by: 'organizations',
    edit: (config) => removeApplicationOrganization(config, 'Org3MSP'),
  },
  {
    name: 'setAcl',
    by: 'organizations',
    edit: (config) => setAcl(config, 'peer/Propose', '/Channel/Application/Admins'),
  },
  {
    name: 'setPolicy',
    by: 'organizations',
    edit: (config) => setPolicy(config, { group: '/Channel/Application', name: 'LifecycleEndorsement' }, LIFECYCLE),
  },
  {
    name: 'setOrganizationMsp',
    by: 'organizations',
    edit: (config) => {
      const { mspId, mspMaterial } = network.organizations[0];
      const rootCerts = [...mspMaterial.rootCerts, ...third.msp.rootCerts];
      return setOrganizationMsp(config, 'application', { mspId, msp: { ...mspMaterial, rootCerts } });
    },
  },
  {
    name: 'setBatchSettings',
    by: 'orderers',
    edit: (config) => setBatchSettings(config, { maxMessageCount: 7, timeout: '120ms' }),
  },
  {
    name: 'setRaftOptions',
    by: 'orderers',
    edit: (config) => setRaftOptions(config, { snapshotIntervalSize: 9_000_000 }),
  },
  {
    name: 'setOrdererEndpoints',
    by: 'orderers',
    edit: (config) => setOrdererEndpoints(config, 'OrdererMSP', ['127.0.0.1:7050', 'localhost:7051']),
  },
  {
    name: 'removeConsenter',
    by: 'orderers',
    edit: (config) => removeConsenter(config, { host: '127.0.0.1', port: network.orderers[2]?.port ?? 0 }),
  },
  {
    name: 'setConsensusState to maintenance',
    by: 'orderers',
    edit: (config) => setConsensusState(config, 'maintenance'),
  },
  { name: 'setConsensusState to normal', by: 'orderers', edit: (config) => setConsensusState(config, 'normal') },
];

describe('edits on a running channel', () => {
  test.each(CHANGES)('$name is taken by the orderers as it was meant', async ({ edit, by }) => {
    const admins = network.organizations.map(({ admin }) => admin);
    const { wanted, made } = await apply(edit, by === 'orderers' ? [network.ordererOrganization.admin] : admins);
    expect(content(made)).toEqual(content(wanted));
    expect(made.getSequence()).toBe(wanted.getSequence() + 1);
  });

  test('the configuration that they made reads as configtxlator reads it', async () => {
    const { config } = configFromBlock(await orderer.configBlock(CHANNEL));
    expect(config.getSequence()).toBe(CHANGES.length);
    expect(configToJson(config)).toEqual(await configtxlator.decode('common.Config', config.serializeBinary()));
    expect(describeChannel(config).orderer).toMatchObject({ state: 'normal', batch: { timeout: '120ms' } });
  });

  test('an edit that its owner did not sign is refused', async () => {
    const edit = (config: common.Config) => setBatchSettings(config, { maxMessageCount: 8 });
    await expect(apply(edit, [network.organizations[0].admin])).rejects.toMatchObject({
      retryable: false,
      message: expect.stringMatching(/BatchSize|Orderer/) as string,
    });
  });
});
