import type { z } from 'zod';
import { codedSentence } from './coded-sentence';
import { raftTolerates } from './raft-quorum';

export const CHAIN_WARNINGS = [
  'single_orderer',
  'even_orderers',
  'unsandboxed_chaincode',
  'limited_cluster',
  'cluster_advice',
] as const;

/** Something about a chain that is allowed and not recommended. */
export const ChainWarning = codedSentence(CHAIN_WARNINGS);
export type ChainWarning = z.infer<typeof ChainWarning>;

/** Warnings about the number of orderers of a chain. */
export function ordererWarnings(orderers: number): ChainWarning[] {
  if (orderers === 1) {
    const message = 'A single orderer is a single point of failure: use 3 or more in production.';
    return [{ code: 'single_orderer', params: {}, message }];
  }
  if (orderers < 1 || orderers % 2 === 1) return [];
  const failures = raftTolerates(orderers);
  const params = { orderers, fewer: orderers - 1, failures };
  const may = failures === 0 ? 'none may fail' : `${String(failures)} may fail`;
  const message = `${String(orderers)} orderers: Raft needs more than half of them, so ${may}, as many as with ${String(params.fewer)}. Use an odd number.`;
  return [{ code: 'even_orderers', params, message }];
}
