import { fabricProgram } from '@heddle/testing';
import { common } from '@hyperledger/fabric-protos';
import fc from 'fast-check';
import { configFromBlock } from '../genesis/config-block';
import { computeConfigUpdate, NoConfigDifferenceError } from './config-update';
import { channelGenesisBlock } from '../genesis/genesis-block';
import { configGroup, configOf, editChoice, edited } from '../spec/arbitrary-config';
import { Configtxlator } from '../spec/configtxlator';
import { channelDefinition } from '../spec/definitions';

const RUNS = 300;
let configtxlator: Configtxlator;

beforeAll(async () => {
  configtxlator = await Configtxlator.start(fabricProgram('configtxlator'));
});

afterAll(() => configtxlator.stop());

/** The update in bytes with sorted maps, or that there is none. */
function ours(original: common.Config, updated: common.Config): string {
  try {
    return Buffer.from(computeConfigUpdate('trade', original, updated).serializeBinary()).toString('hex');
  } catch (error) {
    if (error instanceof NoConfigDifferenceError) return 'no differences';
    throw error;
  }
}

async function theirs(original: common.Config, updated: common.Config): Promise<string> {
  const answer = await configtxlator.computeUpdate('trade', original.serializeBinary(), updated.serializeBinary());
  if (typeof answer !== 'string') {
    return Buffer.from(common.ConfigUpdate.deserializeBinary(answer).serializeBinary()).toString('hex');
  }
  return /no differences detected/.test(answer) ? 'no differences' : answer;
}

describe('computeConfigUpdate against configtxlator compute_update', () => {
  const { config } = configFromBlock(channelGenesisBlock(channelDefinition()));

  test(`agrees on ${RUNS} random edits of a channel configuration`, async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(editChoice, { maxLength: 5 }), async (choices) => {
        const updated = edited(config, choices);
        const update = ours(config, updated);
        outcomes.add(update);
        expect(update).toEqual(await theirs(config, updated));
      }),
      { seed: 20_261_123, numRuns: RUNS },
    );
    expect(outcomes.size).toBeGreaterThan(RUNS / 2);
    expect(outcomes).toContain('no differences');
  });

  test(`agrees on ${RUNS} pairs of random configurations`, async () => {
    await fc.assert(
      fc.asyncProperty(configGroup(), configGroup(), async (original, updated) => {
        expect(ours(configOf(original), configOf(updated))).toEqual(
          await theirs(configOf(original), configOf(updated)),
        );
      }),
      { seed: 20_261_124, numRuns: RUNS },
    );
  });
});
