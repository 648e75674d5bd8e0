import { firstSignIn } from '../start/first-password.mjs';

/**
 * What the demo prints at its end about the chain: where it is, how to sign in, how to release it.
 * @param {{ id: string, name: string }} chain
 * @param {object} how
 * @param {string} how.url address of the instance
 * @param {string} how.data its data directory
 * @param {boolean} how.goesOn whether the instance keeps running after the demo
 * @param {string} how.startsBy the command that starts it again
 * @param {string} how.runtime
 * @param {NodeJS.ProcessEnv} how.env
 * @returns {string[]} lines to print
 */
export function ending(chain, { url, data, goesOn, startsBy, runtime, env }) {
  const page = `${url}/chains/${chain.id}`;
  const place = goesOn
    ? [`Console:         ${page}`]
    : [`See the chain:   ${startsBy}`, `                 It brings the chain back, and the console at ${page}`];
  const release = `npm run demo --${runtime === 'local' ? '' : ` --runtime ${runtime}`} --release-chain ${chain.name}`;
  return [...place, ...firstSignIn(data, env), `Release it:      ${release}`];
}
