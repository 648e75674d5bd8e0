import { ClusterRefusedError } from '../access/errors';
import type { ClusterContext } from '../cluster-context';
import { ApiStatusError } from '../api-server/api-status-error';
import { getText } from '../api-server/read';
import { silenceOf } from '../api-server/last-heard';

/** Bookmarks of watches and readings of usage come once a minute each, the latter in the middle of the former. */
const SILENT_MS = 35_000;
const ANSWER_MS = 10_000;

const asked = new WeakMap<ClusterContext['api'], Promise<void>>();

/**
 * Proves that an API server from which nothing was heard for a while still answers, with a request that every user may
 * make. A server that hangs keeps its connections, so that watches alone would not show it.
 *
 * @throws ClusterUnreachableError
 */
export async function provePulse(context: ClusterContext): Promise<void> {
  const { api } = context;
  if (silenceOf(api) < SILENT_MS) return;
  const proof = asked.get(api) ?? ask(context).finally(() => asked.delete(api));
  asked.set(api, proof);
  await proof;
}

async function ask(context: ClusterContext): Promise<void> {
  try {
    await getText(context, { path: '/version', silenceMs: ANSWER_MS });
  } catch (error) {
    if (!(error instanceof ApiStatusError || error instanceof ClusterRefusedError)) throw error;
  }
}
