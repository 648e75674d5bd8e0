import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fabricProgram } from '@heddle/testing';
import fc from 'fast-check';
import { configFromBlock } from '../config/genesis/config-block';
import { configtxYaml, PROFILE } from '../config/spec/configtx-yaml';
import { CryptogenNetwork, runTool, temporaryFolder, type TemporaryFolder } from '../config/spec/fabric-tools';
import type { ChannelDefinition, PolicyDefinition } from '../config/definition/channel-definition';
import { formatPolicy } from './format-policy';
import { parsePolicy } from './parse-policy';
import { toSignaturePolicyEnvelope } from './signature-policy';
import { policyGate } from './spec/arbitrary-policy';

const POLICIES = 400;
let folder: TemporaryFolder;
let network: CryptogenNetwork;

beforeAll(async () => {
  folder = await temporaryFolder();
  network = await CryptogenNetwork.generate(fabricProgram('cryptogen'), folder.path);
});

afterAll(() => folder.remove());

/** configtxgen's bytes of policies, by name. */
async function compiledByFabric(policies: Readonly<Record<string, PolicyDefinition>>): Promise<Map<string, string>> {
  const certificate = network.ordererTlsCert(1);
  const msp = network.peerMaterial(1);
  const organization = { name: 'Org1', mspId: 'Org1MSP', msp };
  const definition: ChannelDefinition = {
    name: 'policies',
    orderer: {
      type: 'etcdraft',
      consenters: [{ host: 'o1', port: 7050, clientTlsCert: certificate, serverTlsCert: certificate }],
      organizations: [organization],
    },
    application: { organizations: [organization] },
    policies,
  };
  const folders = { mspFolder: () => network.peerMspFolder(1), consenterCertFile: () => network.ordererTlsCertFile(1) };
  await writeFile(join(folder.path, 'configtx.yaml'), configtxYaml(definition, folders));
  const block = join(folder.path, 'policies.block');
  await runTool(
    fabricProgram('configtxgen'),
    `-configPath=${folder.path}`,
    `-profile=${PROFILE}`,
    '-channelID=policies',
    `-outputBlock=${block}`,
  );
  const channel = configFromBlock(await readFile(block)).config.getChannelGroup();
  return new Map(
    [...(channel?.getPoliciesMap().entries() ?? [])].map(([name, policy]) => [
      // configtxgen lowers the case of names that it reads
      name.toLowerCase(),
      Buffer.from(policy.getPolicy()?.getValue_asU8() ?? []).toString('hex'),
    ]),
  );
}

describe('signature policies beside Fabric’s own parser', () => {
  test(`${POLICIES} random policies compile to the same bytes`, async () => {
    const trees = fc.sample(policyGate, { seed: 13, numRuns: POLICIES });
    const definitions = trees.map((tree, index): [string, PolicyDefinition] => [
      `p${index}`,
      { type: 'Signature', rule: formatPolicy(tree) },
    ]);
    const theirs = await compiledByFabric(Object.fromEntries(definitions));
    for (const [name, { rule }] of definitions) {
      const ours = Buffer.from(toSignaturePolicyEnvelope(parsePolicy(rule)).serializeBinary()).toString('hex');
      expect({ rule, bytes: ours }).toEqual({ rule, bytes: theirs.get(name) });
    }
  });

  test.each([
    "OR('A.boss')",
    "XOR('A.member')",
    "OR('my_org.member')",
    "OR('A.member'",
    "OutOf(4, 'A.member', 'B.member')",
    "OR('A.member' 'B.member')",
    "'A.member'",
  ])('what parsePolicy refuses, Fabric refuses: %s', async (rule) => {
    expect(() => parsePolicy(rule)).toThrow();
    await expect(compiledByFabric({ bad: { type: 'Signature', rule } })).rejects.toThrow();
  });
});
