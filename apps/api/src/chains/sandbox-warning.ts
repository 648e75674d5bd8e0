import type { Settings } from '@heddle/config';
import type { Chain, ChainSpec, LiveEvent } from '@heddle/contracts';

const UNSANDBOXED =
  'Chaincode of this chain is built and run without a sandbox (HEDDLE_UNSANDBOXED_CHAINCODE): it can read the keys of every node, the database and the settings of Heddle.';

/** A warning for chains on this machine whose chaincode is not isolated. */
export function sandboxWarnings(
  { chaincode }: Pick<Settings, 'chaincode'>,
  { runtime }: Pick<ChainSpec, 'runtime'>,
): readonly string[] {
  return chaincode.unsandboxed && runtime === 'local' ? [UNSANDBOXED] : [];
}

/** The chain with the warnings of this installation, each once: a worker announces a chain without them. */
export function withSandboxWarnings(settings: Pick<Settings, 'chaincode'>, chain: Chain): Chain {
  return { ...chain, warnings: [...new Set([...chain.warnings, ...sandboxWarnings(settings, chain)])] };
}

/** Live events of a chain have the same warnings as answers of the REST API. */
export function eventWithWarnings(settings: Pick<Settings, 'chaincode'>, event: LiveEvent): LiveEvent {
  const { payload } = event;
  if (payload.topic !== 'chain') return event;
  return { ...event, payload: { ...payload, chain: withSandboxWarnings(settings, payload.chain) } };
}
