import { FabricError } from '../fabric-error';

/** Bytes that should be a `common.Block` are not one. Broken transactions in a valid block do not raise this. */
export class InvalidBlockError extends FabricError {
  readonly code = 'invalid_block';

  constructor(problem: string, cause?: unknown) {
    super(`Cannot decode the block: ${problem}`, {
      remedy: 'Give the bytes of one common.Block as peers and orderers deliver it.',
      cause,
    });
  }
}
