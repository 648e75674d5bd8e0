import { common } from '@hyperledger/fabric-protos';
import { followBlocks, type BlockEventsOptions } from './block-events';
import { AccessDeniedError, UnreachableError } from './errors';

function block(number: number): common.Block {
  const header = new common.BlockHeader();
  header.setNumber(number);
  const result = new common.Block();
  result.setHeader(header);
  return result;
}

/** A peer that ends each stream as scripted: after so many blocks, with that error. */
function source(...streams: { readonly blocks: number; readonly error: Error }[]) {
  const asked: (number | undefined)[] = [];
  return {
    asked,
    async *blockEvents(_channel: string, { from }: BlockEventsOptions) {
      asked.push(from);
      await Promise.resolve();
      const stream = streams.shift();
      if (stream === undefined) return;
      for (let index = 0; index < stream.blocks; index += 1) yield block((from ?? 7) + index);
      throw stream.error;
    },
  };
}

describe('following blocks', () => {
  it('resumes where a broken stream ended', async () => {
    const gone = new UnreachableError('peer0:7051', 'gone');
    const peer = source({ blocks: 2, error: gone }, { blocks: 0, error: gone }, { blocks: 1, error: gone });
    const numbers: number[] = [];
    for await (const found of followBlocks(peer, 'trade', { from: 3 })) {
      numbers.push(found.getHeader()?.getNumber() ?? -1);
      if (numbers.length === 3) break;
    }

    expect(numbers).toEqual([3, 4, 5]);
    expect(peer.asked).toEqual([3, 5, 5]);
  });

  it('keeps waiting for the next commit until the first block came, and counts from there', async () => {
    const gone = new UnreachableError('peer0:7051', 'gone');
    const peer = source({ blocks: 0, error: gone }, { blocks: 1, error: gone }, { blocks: 1, error: gone });
    const blocks = followBlocks(peer, 'trade');
    await blocks.next();
    await blocks.next();

    expect(peer.asked).toEqual([undefined, undefined, 8]);
  });

  it('ends with an error that no retry corrects', async () => {
    const denied = new AccessDeniedError('peer0:7051', 'blocks of channel trade');
    const blocks = followBlocks(source({ blocks: 0, error: denied }), 'trade', { from: 0 });

    await expect(blocks.next()).rejects.toBe(denied);
  });

  it('ends with the reason of its signal while it waits to reconnect', async () => {
    const controller = new AbortController();
    const reason = new Error('the indexer stops');
    const gone = new UnreachableError('peer0:7051', 'gone');
    const next = followBlocks(source({ blocks: 0, error: gone }), 'trade', { signal: controller.signal }).next();
    controller.abort(reason);

    await expect(next).rejects.toBe(reason);
  });
});
