import { RefusedError } from '../demo/rest.mjs';
import { METADATA_FUNCTION, UNKNOWN_CALL, plannedCalls } from './planned-calls.mjs';

/**
 * @typedef {import('../demo/rest.mjs').Rest} Rest
 * @typedef {import('./planned-calls.mjs').PlannedCall} PlannedCall
 *
 * @typedef {object} CallResult
 * @property {boolean} answered whether the chaincode itself answered, with a result or an error
 * @property {string} text
 */

/**
 * How peers report an error that the chaincode returned. A chaincode that does not answer fails with another message.
 */
const REFUSED = /chaincode response [45]\d\d/;

/**
 * Calls a deployed chaincode according to its metadata.
 * @param {Rest} rest
 * @param {string} path of the chaincode
 * @returns {Promise<{ metadata: boolean, calls: CallResult[] }>}
 */
export async function callChaincode(rest, path) {
  const described = await call(rest, path, { fn: METADATA_FUNCTION, args: [], submit: false });
  const metadata = described.succeeded ? parsed(described.result) : undefined;
  const planned = metadata === undefined ? [] : plannedCalls(metadata);
  const calls = [];
  for (const each of planned.length === 0 ? [UNKNOWN_CALL] : planned)
    calls.push(shown(each, await call(rest, path, each)));
  return { metadata: metadata !== undefined, calls };
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * @typedef {{ succeeded: true, result: string, block: number | undefined } | { succeeded: false, refused: boolean, message: string }} Outcome
 *
 * @param {Rest} rest
 * @param {string} path
 * @param {PlannedCall} planned
 * @returns {Promise<Outcome>}
 */
async function call(rest, path, { fn, args, submit }) {
  try {
    const answer = await rest.post(`${path}/${submit ? 'invoke' : 'query'}`, { fn, args });
    return { succeeded: true, result: String(answer.result), block: answer.blockNumber };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { succeeded: false, refused: REFUSED.test(error.reason), message: error.reason };
  }
}

/**
 * @param {PlannedCall} planned
 * @param {Outcome} outcome
 * @returns {CallResult}
 */
function shown({ fn, args }, outcome) {
  const what = `${fn}(${args.join(', ')})`;
  if (!outcome.succeeded) return { answered: outcome.refused, text: `${what}: ${reasonOf(outcome.message)}` };
  const where = outcome.block === undefined ? '' : ` in block ${outcome.block}`;
  return { answered: true, text: `${what} = ${short(outcome.result)}${where}` };
}

/** Errors caused by what a sample demonstrates, not by how it runs. */
const REASONS = /** @type {const} */ ([
  [/leveldb|ExecuteQuery not supported|rich quer/i, 'needs CouchDB'],
  [/abac\.|attribute|not authorized|does not have/i, 'needs an attribute or role of the caller'],
]);

/** @param {string} message */
function reasonOf(message) {
  const known = REASONS.find(([pattern]) => pattern.test(message))?.[1];
  const own = short(message.replace(/^.*?chaincode response [45]\d\d, /s, ''));
  return known === undefined ? `refused: ${own}` : `${known}: ${own}`;
}

/** @param {string} text */
function short(text) {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 90 ? `${line.slice(0, 90)}…` : line || '(nothing)';
}
