import { setTimeout as delay } from 'node:timers/promises';
import { OperationError } from '../demo/session.mjs';
import { ToolError, say } from '../lib/say.mjs';
import { callChaincode } from './call-chaincode.mjs';
import { deploy } from './deploy.mjs';
import { ownBuildFailure } from './own-build.mjs';

/**
 * @typedef {import('../demo/session.mjs').Session} Session
 * @typedef {import('./find-chaincodes.mjs').ChaincodeFolder} ChaincodeFolder
 * @typedef {import('./report.mjs').Row} Row
 */

const MAX_REASON = 400;
const POLL_MS = 200;

/**
 * Deploys every folder, calls each chaincode, and removes the deployments.
 * @param {Session} session
 * @param {string} channelPath
 * @param {readonly ChaincodeFolder[]} chaincodes
 * @returns {Promise<Row[]>}
 */
export async function conform(session, channelPath, chaincodes) {
  const rows = [];
  for (const [index, chaincode] of chaincodes.entries()) {
    say(`\n[${index + 1}/${chaincodes.length}] ${chaincode.path}`);
    const row = await tried(session, channelPath, chaincode);
    say(`  ${row.result}: ${row.reason}`);
    rows.push(row);
  }
  return rows;
}

/**
 * @param {Session} session
 * @param {string} channelPath
 * @param {ChaincodeFolder} chaincode
 * @returns {Promise<Row>}
 */
async function tried(session, channelPath, chaincode) {
  try {
    const { path, seconds, close } = await deploy(session, channelPath, chaincode);
    try {
      return { chaincode, seconds, ...judged(await callChaincode(session.rest, path)) };
    } finally {
      await removed(session, path, chaincode.name);
      await close();
    }
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    await rolledBack(session, error);
    return { chaincode, seconds: undefined, ...(await explained(chaincode, error)) };
  }
}

/**
 * @param {Awaited<ReturnType<typeof callChaincode>>} answers
 * @returns {Pick<Row, 'result' | 'reason'>}
 */
export function judged({ metadata, calls }) {
  const answered = metadata || calls.some((call) => call.answered);
  const reason = [metadata ? 'has metadata' : 'no metadata', ...calls.map(({ text }) => text)].join('; ');
  return { result: answered && calls.every((call) => call.answered) ? 'ok' : 'failed', reason };
}

/**
 * @param {ChaincodeFolder} chaincode
 * @param {ToolError} error
 * @returns {Promise<Pick<Row, 'result' | 'reason'>>}
 */
async function explained(chaincode, error) {
  const { code, reason } = error instanceof OperationError ? error : { code: undefined, reason: error.message };
  if (isToolMissing(chaincode.language, code)) return { result: 'missing', reason: `${reason} ${error.remedy}` };
  const line = `${reason} ${error.cause ?? ''}`.replace(/\s+/g, ' ').trim().slice(0, MAX_REASON);
  if (code !== 'build_failed') return { result: 'failed', reason: `${code ?? 'refused'}: ${line}` };
  const own = await ownBuildFailure(chaincode);
  return own === undefined
    ? { result: 'failed', reason: `builds without Heddle, but not with it: ${line}` }
    : { result: 'broken', reason: own };
}

/**
 * The tool that the chaincode needs is not on this machine. A Java project may include a wrapper that downloads its
 * tool; if that fails, the tool is missing. An unreachable registry says nothing about the chaincode.
 * @param {ChaincodeFolder['language']} language
 * @param {string | undefined} code
 */
export function isToolMissing(language, code) {
  return code === 'toolchain_missing' || (code === 'registry_unreachable' && language === 'java');
}

/**
 * Rolls back a failed deployment, so that the next one starts clean.
 * @param {Session} session
 * @param {ToolError} error
 */
async function rolledBack({ rest }, error) {
  if (!(error instanceof OperationError)) return;
  const operation = `/operations/${error.operationId}`;
  try {
    await rest.post(`${operation}/rollback`);
  } catch (refusal) {
    if (!(refusal instanceof ToolError)) throw refusal;
    return say(`  ${refusal.message}`);
  }
  for (;;) {
    const { state } = await rest.get(operation);
    if (state === 'rolled_back') return;
    if (state === 'failed') return say('  It could not be rolled back: see the operation in the console.');
    await delay(POLL_MS);
  }
}

/**
 * @param {Session} session
 * @param {string} path
 * @param {string} name
 */
async function removed(session, path, name) {
  await session
    .operation(`Remove ${name}`, () => session.rest.post(`${path}/remove`, { confirmName: name }))
    .catch((/** @type {unknown} */ problem) => {
      if (!(problem instanceof ToolError)) throw problem;
      say(`  It could not be removed: ${problem.message}`);
    });
}
