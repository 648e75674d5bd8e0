import { fabricProgram } from '@heddle/testing';
import { assert, asyncProperty } from 'fast-check';
import { Configtxlator } from '../config/spec/configtxlator';
import { arbitraryBlock } from '../testing/arbitrary-block';
import { decodeBlock } from './decode-block';
import { configtxlatorForm } from './spec/configtxlator-form';
import { decodeWithConfigtxlator } from './spec/decode-with-configtxlator';

let configtxlator: Configtxlator;

beforeAll(async () => {
  configtxlator = await Configtxlator.start(fabricProgram('configtxlator'));
});

afterAll(async () => {
  await configtxlator.stop();
});

it('decodes what configtxlator decodes, on blocks that use every field', async () => {
  await assert(
    asyncProperty(arbitraryBlock, async (block) => {
      await expectEqualDecoding(block.serializeBinary());
    }),
    { seed: 20_261, numRuns: 150 },
  );
}, 60_000);

async function expectEqualDecoding(bytes: Uint8Array): Promise<void> {
  const theirs = await decodeWithConfigtxlator(configtxlator, bytes);
  expect(theirs).toMatchObject(configtxlatorForm(decodeBlock(bytes)));
}
