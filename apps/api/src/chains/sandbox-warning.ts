import type { Settings } from '@heddle/config';
import { capabilitiesOf, type Chain, type ChainSpec, type ChainWarning, type LiveEvent } from '@heddle/contracts';

const UNSANDBOXED: ChainWarning = {
  code: 'unsandboxed_chaincode',
  params: {},
  message:
    'Chaincode of this chain is built and run without a sandbox (HEDDLE_UNSANDBOXED_CHAINCODE): it can read the keys of every node, the database and the settings of Heddle.',
};

/** A warning for chains whose chaincode is not isolated. */
export function sandboxWarnings(
  { chaincode }: Pick<Settings, 'chaincode'>,
  chain: Pick<ChainSpec, 'runtime'>,
): ChainWarning[] {
  return chaincode.unsandboxed && capabilitiesOf(chain).isolation === 'sandbox' ? [UNSANDBOXED] : [];
}

/** The chain with the warnings of this installation, each once: a worker announces a chain without them. */
export function withSandboxWarnings(settings: Pick<Settings, 'chaincode'>, chain: Chain): Chain {
  const others = chain.warnings.filter(({ code }) => code !== UNSANDBOXED.code);
  return { ...chain, warnings: [...others, ...sandboxWarnings(settings, chain)] };
}

/** Live events of a chain have the same warnings as answers of the REST API. */
export function eventWithWarnings(settings: Pick<Settings, 'chaincode'>, event: LiveEvent): LiveEvent {
  const { payload } = event;
  if (payload.topic !== 'chain') return event;
  return { ...event, payload: { ...payload, chain: withSandboxWarnings(settings, payload.chain) } };
}
