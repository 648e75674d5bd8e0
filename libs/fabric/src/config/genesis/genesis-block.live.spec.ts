import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fabricProgram } from '@heddle/testing';
import type { ChannelDefinition } from '../definition/channel-definition';
import { channelGenesisBlock } from './genesis-block';
import { CryptogenNetwork, runTool, temporaryFolder, type TemporaryFolder } from '../spec/fabric-tools';
import { configtxYaml, PROFILE, type MaterialFolders } from '../spec/configtx-yaml';
import { Configtxlator } from '../spec/configtxlator';

let folder: TemporaryFolder;
let network: CryptogenNetwork;
let configtxlator: Configtxlator;

beforeAll(async () => {
  folder = await temporaryFolder();
  network = await CryptogenNetwork.generate(fabricProgram('cryptogen'), folder.path);
  configtxlator = await Configtxlator.start(fabricProgram('configtxlator'));
});

afterAll(async () => {
  await configtxlator.stop();
  await folder.remove();
});

function consenter(node: 1 | 2 | 3 | 4) {
  const certificate = network.ordererTlsCert(node);
  return { host: `o${node}.example.com`, port: 7050, clientTlsCert: certificate, serverTlsCert: certificate };
}

function realDefinition(): ChannelDefinition {
  return {
    name: 'trade',
    orderer: {
      type: 'etcdraft',
      consenters: [consenter(1), consenter(2), consenter(3)],
      organizations: [
        {
          name: 'OrdererOrg',
          mspId: 'OrdererMSP',
          msp: network.ordererMaterial(),
          ordererEndpoints: ['o1.example.com:7050', 'o2.example.com:7050'],
        },
      ],
    },
    application: {
      organizations: [
        {
          name: 'Org1',
          mspId: 'Org1MSP',
          msp: network.peerMaterial(1),
          anchorPeers: [{ host: 'peer0.org1.example.com', port: 7051 }],
        },
        { name: 'Org2', mspId: 'Org2MSP', msp: network.peerMaterial(2) },
      ],
    },
  };
}

const folders: MaterialFolders = {
  mspFolder: (mspId) => {
    if (mspId === 'OrdererMSP') return network.ordererMspFolder();
    return network.peerMspFolder(mspId === 'Org1MSP' ? 1 : mspId === 'Org2MSP' ? 2 : 3);
  },
  consenterCertFile: (index) => network.ordererTlsCertFile(([1, 2, 3, 4] as const)[index] ?? 1),
};

async function configtxgenBlock(definition: ChannelDefinition): Promise<Uint8Array> {
  await writeFile(join(folder.path, 'configtx.yaml'), configtxYaml(definition, folders));
  const output = join(folder.path, `${definition.name}.block`);
  await runTool(
    fabricProgram('configtxgen'),
    `-configPath=${folder.path}`,
    `-profile=${PROFILE}`,
    `-channelID=${definition.name}`,
    `-outputBlock=${output}`,
  );
  return readFile(output);
}

interface DecodedBlock {
  header: { data_hash: string };
  data: {
    data: {
      payload: {
        header: {
          channel_header: { timestamp: string; tx_id: string };
          signature_header: { nonce: string };
        };
      };
    }[];
  };
}

/** The block as configtxlator shows it, without configtxgen's random values and timestamps. */
async function comparable(block: Uint8Array): Promise<unknown> {
  const decoded = (await configtxlator.decode('common.Block', block)) as DecodedBlock;
  const header = decoded.data.data[0]?.payload.header;
  if (!header) throw new Error('the block has no transaction');
  Object.assign(decoded.header, { data_hash: '' });
  Object.assign(header.channel_header, { timestamp: '', tx_id: '' });
  Object.assign(header.signature_header, { nonce: '' });
  return decoded;
}

function richDefinition(): ChannelDefinition {
  const definition = realDefinition();
  return {
    ...definition,
    name: 'a.channel-with.dots',
    capabilities: { channel: 'V1_4_3', orderer: 'V1_4_2', application: 'V2_0' },
    policies: { Admins: { type: 'ImplicitMeta', rule: 'ANY Admins' } },
    orderer: {
      ...definition.orderer,
      batch: { timeout: '1500ms', maxMessageCount: 7, absoluteMaxBytes: 99_000, preferredMaxBytes: 1_000 },
      options: {
        tickInterval: '100ms',
        electionTick: 20,
        heartbeatTick: 2,
        maxInflightBlocks: 9,
        snapshotIntervalSize: 1_000_000,
      },
    },
    application: {
      organizations: [
        ...definition.application.organizations,
        {
          name: 'Third',
          mspId: 'Org3MSP',
          msp: network.peerMaterialWithoutNodeOus(),
          anchorPeers: [
            { host: '10.0.0.1', port: 1 },
            { host: 'peer1', port: 65_535 },
          ],
        },
      ],
      policies: {
        LifecycleEndorsement: {
          type: 'Signature',
          rule: "OutOf(2, 'Org1MSP.peer', AND('Org2MSP.admin', 'Org3MSP.client'), OR('Org1MSP.member', AND('Org2MSP.orderer')))",
        },
      },
      acls: { 'peer/Propose': '/Channel/Application/Readers', 'qscc/GetChainInfo': '/Channel/Application/Admins' },
    },
  };
}

describe('channelGenesisBlock against configtxgen', () => {
  test('creates the same block of a definition that leaves all to the defaults', async () => {
    const definition = realDefinition();
    const ours = await comparable(channelGenesisBlock(definition));
    expect(ours).toEqual(await comparable(await configtxgenBlock(definition)));
  });

  test('creates the same block of a definition that sets everything', async () => {
    const definition = richDefinition();
    const ours = await comparable(channelGenesisBlock(definition));
    expect(ours).toEqual(await comparable(await configtxgenBlock(definition)));
  });

  test('differs where the input differs', async () => {
    const definition = realDefinition();
    const other = { ...definition, capabilities: { application: 'V2_0' } };
    const ours = await comparable(channelGenesisBlock(other));
    expect(ours).not.toEqual(await comparable(await configtxgenBlock(definition)));
  });
});
