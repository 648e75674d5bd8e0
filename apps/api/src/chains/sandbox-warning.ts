import type { Settings } from '@heddle/config';
import type { Chain, ChainSpec } from '@heddle/contracts';

const UNSANDBOXED =
  'Chaincode of this chain is built and run without a sandbox (HEDDLE_UNSANDBOXED_CHAINCODE): it can read the keys of every node, the database and the settings of Heddle.';

/** A warning for chains on this machine whose chaincode is not isolated. */
export function sandboxWarnings(
  { chaincode }: Pick<Settings, 'chaincode'>,
  { runtime }: Pick<ChainSpec, 'runtime'>,
): readonly string[] {
  return chaincode.unsandboxed && runtime === 'local' ? [UNSANDBOXED] : [];
}

export function withSandboxWarnings(settings: Pick<Settings, 'chaincode'>, chain: Chain): Chain {
  return { ...chain, warnings: [...chain.warnings, ...sandboxWarnings(settings, chain)] };
}
