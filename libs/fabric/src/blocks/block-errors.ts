import { FabricError } from '../fabric-error';

/** Bytes that should be a `common.Block` are none. Broken transactions inside a good block do not raise this. */
export class InvalidBlockError extends FabricError {
  readonly code = 'invalid_block';

  constructor(problem: string, cause?: unknown) {
    super(`Cannot decode the block: ${problem}`, {
      remedy: 'Give the bytes of one common.Block as peers and orderers deliver it.',
      cause,
    });
  }
}
