import type { LogChunk } from '@heddle/contracts';

/** Characters kept of a log; older text is left to the node's own file. */
const KEPT = 400_000;

export interface NodeLog {
  text: string;
  /** Byte position to go on from; undefined before the first answer. */
  nextOffset: number | undefined;
  /** True when text before what is shown exists but is not shown. */
  cut: boolean;
}

export const emptyLog: NodeLog = { text: '', nextOffset: undefined, cut: false };

/** Colours that programs write for terminals (ECMA-48 SGR), which a browser would show as boxes. */
const TERMINAL_COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Adds a chunk; one that does not follow on (the file was rotated) replaces the text. */
export function withChunk(log: NodeLog, chunk: LogChunk): NodeLog {
  const followsOn = log.nextOffset === undefined || chunk.offset === log.nextOffset;
  const added = chunk.text.replace(TERMINAL_COLOUR, '');
  const text = followsOn ? log.text + added : added;
  const cut = chunk.truncated || (log.nextOffset === undefined ? chunk.offset > 0 : log.cut) || text.length > KEPT;
  return {
    text: text.length > KEPT ? text.slice(text.indexOf('\n', text.length - KEPT) + 1) : text,
    nextOffset: chunk.nextOffset,
    cut,
  };
}
