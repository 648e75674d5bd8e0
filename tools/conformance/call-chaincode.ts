import { ApiError, type SignedInClient } from '@heddle/client';
import { api } from '@heddle/contracts';
import type { ChaincodeParams } from '../demo/scenario.ts';
import { reasonOf as reasonOfRefusal } from '../lib/say.mjs';
import {
  METADATA_FUNCTION,
  UNKNOWN_CALL,
  plannedCalls,
  type ChaincodeMetadata,
  type PlannedCall,
} from './planned-calls.ts';

interface CallResult {
  /** Whether the chaincode itself answered, with a result or an error. */
  readonly answered: boolean;
  readonly text: string;
}

export interface Answers {
  /** Whether the chaincode has metadata. */
  readonly metadata: boolean;
  readonly calls: readonly CallResult[];
}

/**
 * How peers report an error that the chaincode returned. A chaincode that does not answer fails with another message.
 */
const REFUSED = /chaincode response [45]\d\d/;

/** Calls a deployed chaincode according to its metadata. */
export async function callChaincode(client: SignedInClient, params: ChaincodeParams): Promise<Answers> {
  const described = await call(client, params, { fn: METADATA_FUNCTION, args: [], submit: false });
  const metadata = described.succeeded ? parsed(described.result) : undefined;
  const planned = metadata === undefined ? [] : plannedCalls(metadata);
  const calls: CallResult[] = [];
  for (const each of planned.length === 0 ? [UNKNOWN_CALL] : planned)
    calls.push(shown(each, await call(client, params, each)));
  return { metadata: metadata !== undefined, calls };
}

function parsed(text: string): ChaincodeMetadata | undefined {
  try {
    return JSON.parse(text) as ChaincodeMetadata;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

type Outcome =
  | { readonly succeeded: true; readonly result: string; readonly block: number | undefined }
  | { readonly succeeded: false; readonly refused: boolean; readonly message: string };

async function call(
  client: SignedInClient,
  params: ChaincodeParams,
  { fn, args, submit }: PlannedCall,
): Promise<Outcome> {
  try {
    const input = { params, body: { fn, args } };
    if (!submit) return { succeeded: true, block: undefined, ...(await client.ask(api.chaincodes.query, input)) };
    const { result, blockNumber } = await client.ask(api.chaincodes.invoke, input);
    return { succeeded: true, result, block: blockNumber };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const message = reasonOfRefusal(error);
    return { succeeded: false, refused: REFUSED.test(message), message };
  }
}

function shown({ fn, args }: PlannedCall, outcome: Outcome): CallResult {
  const what = `${fn}(${args.join(', ')})`;
  if (!outcome.succeeded) return { answered: outcome.refused, text: `${what}: ${reasonOf(outcome.message)}` };
  const where = outcome.block === undefined ? '' : ` in block ${outcome.block}`;
  return { answered: true, text: `${what} = ${short(outcome.result)}${where}` };
}

/** Errors caused by what a sample demonstrates, not by how it runs. */
const REASONS = [
  [/leveldb|ExecuteQuery not supported|rich quer/i, 'needs CouchDB'],
  [/abac\.|attribute|not authorized|does not have/i, 'needs an attribute or role of the caller'],
] as const;

function reasonOf(message: string): string {
  const known = REASONS.find(([pattern]) => pattern.test(message))?.[1];
  const own = short(message.replace(/^.*?chaincode response [45]\d\d, /s, ''));
  return known === undefined ? `refused: ${own}` : `${known}: ${own}`;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 90 ? `${line.slice(0, 90)}…` : line || '(nothing)';
}
