import { firstSignIn } from '../start/first-password.ts';

export interface Ended {
  /** Address of the instance. */
  readonly url: string;
  /** Its data directory. */
  readonly data: string;
  /** Whether the instance keeps running after the demo. */
  readonly goesOn: boolean;
  /** The command that starts it again. */
  readonly startsBy: string;
  readonly runtime: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * What the demo prints at its end about the chain: where it is, how to sign in, how to release it.
 * @returns lines to print
 */
export function ending(
  chain: { id: string; name: string },
  { url, data, goesOn, startsBy, runtime, env }: Ended,
): string[] {
  const page = `${url}/chains/${chain.id}`;
  const place = goesOn
    ? [`Console:         ${page}`]
    : [`See the chain:   ${startsBy}`, `                 It brings the chain back, and the console at ${page}`];
  const release = `npm run demo --${runtime === 'local' ? '' : ` --runtime ${runtime}`} --release-chain ${chain.name}`;
  return [...place, ...firstSignIn(data, env), `Release it:      ${release}`];
}
