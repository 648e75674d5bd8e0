import type { Chain, ChainState } from '@heddle/contracts';

type Action = Chain['allowedActions'][number];

const OFFERED: Readonly<Partial<Record<ChainState, readonly Action[]>>> = {
  running: ['stop', 'release', 'createChannel'],
  degraded: ['stop', 'release', 'createChannel'],
  updating: ['stop', 'release', 'createChannel'],
  stopped: ['start', 'release'],
  released: [],
};

/** What a chain offers: while an operation holds it the server allows nothing, and what waits for that is shown too. */
export function offeredActions({ allowedActions, operationId, status }: Chain): readonly Action[] {
  return operationId === null ? allowedActions : (OFFERED[status.state] ?? ['release']);
}
