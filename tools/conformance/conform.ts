import { api } from '@heddle/contracts';
import type { ChaincodeParams, ChannelParams } from '../demo/scenario.ts';
import { OperationError, type Session } from '../demo/session.ts';
import { isForUser, reasonOf, say } from '../lib/say.mjs';
import { callChaincode, type Answers } from './call-chaincode.ts';
import { deploy } from './deploy.ts';
import type { ChaincodeFolder } from './find-chaincodes.ts';
import { ownBuildFailure } from './own-build.ts';
import type { Row } from './report.ts';

const MAX_REASON = 400;

/** Deploys every folder, calls each chaincode, and removes the deployments. */
export async function conform(
  session: Session,
  channel: ChannelParams,
  chaincodes: readonly ChaincodeFolder[],
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [index, chaincode] of chaincodes.entries()) {
    say(`\n[${index + 1}/${chaincodes.length}] ${chaincode.path}`);
    const row = await tried(session, channel, chaincode);
    say(`  ${row.result}: ${row.reason}`);
    rows.push(row);
  }
  return rows;
}

async function tried(session: Session, channel: ChannelParams, chaincode: ChaincodeFolder): Promise<Row> {
  try {
    const { chaincode: params, seconds, close } = await deploy(session, channel, chaincode);
    try {
      return { chaincode, seconds, ...judged(await callChaincode(session.client, params)) };
    } finally {
      await removed(session, params, chaincode.name);
      await close();
    }
  } catch (error) {
    if (!isForUser(error)) throw error;
    await rolledBack(session, error);
    return { chaincode, seconds: undefined, ...(await explained(chaincode, error)) };
  }
}

type Verdict = Pick<Row, 'result' | 'reason'>;

/** The error of a deployment; a ToolError or a rejection of the API. */
type Failure = Error & { readonly remedy: string | null };

export function judged({ metadata, calls }: Answers): Verdict {
  const answered = metadata || calls.some((call) => call.answered);
  const reason = [metadata ? 'has metadata' : 'no metadata', ...calls.map(({ text }) => text)].join('; ');
  return { result: answered && calls.every((call) => call.answered) ? 'ok' : 'failed', reason };
}

async function explained(chaincode: ChaincodeFolder, error: Failure): Promise<Verdict> {
  const { code, reason } = error instanceof OperationError ? error : { code: undefined, reason: reasonOf(error) };
  if (isToolMissing(chaincode.language, code)) return { result: 'missing', reason: `${reason} ${error.remedy ?? ''}` };
  const line = [reason, causeOf(error)].join(' ').replace(/\s+/g, ' ').trim().slice(0, MAX_REASON);
  if (code !== 'build_failed') return { result: 'failed', reason: `${code ?? 'refused'}: ${line}` };
  const own = await ownBuildFailure(chaincode);
  return own === undefined
    ? { result: 'failed', reason: `builds without Heddle, but not with it: ${line}` }
    : { result: 'broken', reason: own };
}

function causeOf({ cause }: Failure): string {
  return cause instanceof Error || typeof cause === 'string' ? String(cause) : '';
}

/**
 * The tool that the chaincode needs is not on this machine. A Java project may include a wrapper that downloads its
 * tool; if that fails, the tool is missing. An unreachable registry says nothing about the chaincode.
 */
export function isToolMissing(language: ChaincodeFolder['language'], code: string | undefined): boolean {
  return code === 'toolchain_missing' || (code === 'registry_unreachable' && language === 'java');
}

/** Rolls back a failed deployment, so that the next one starts clean. */
async function rolledBack(session: Session, error: Failure): Promise<void> {
  if (!(error instanceof OperationError)) return;
  try {
    const params = { operationId: error.operationId };
    const { state } = await session.follow(await session.client.ask(api.operations.rollback, { params }));
    if (state !== 'rolled_back') say('  It could not be rolled back: see the operation in the console.');
  } catch (refusal) {
    if (!isForUser(refusal)) throw refusal;
    say(`  ${reasonOf(refusal)}`);
  }
}

async function removed(session: Session, params: ChaincodeParams, name: string): Promise<void> {
  await session
    .operation(`Remove ${name}`, () =>
      session.client.ask(api.chaincodes.remove, { params, body: { confirmName: name } }),
    )
    .catch((problem: unknown) => {
      if (!isForUser(problem)) throw problem;
      say(`  It could not be removed: ${reasonOf(problem)}`);
    });
}
