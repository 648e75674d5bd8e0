import { SetLogLevel, type Node } from '@heddle/contracts';
import { draftSchema } from '../../../ui/forms/standard-schema';

/** Levels to choose from; `custom` is any logging specification. */
export const LEVELS = ['debug', 'info', 'warning', 'error', 'custom'] as const;

export interface LogLevelDraft {
  level: (typeof LEVELS)[number];
  /** Sent for `custom` only. */
  spec: string;
  minutes: number;
}

const DEFAULT_MINUTES = 30;

/** What the node has now; debug, which most readers come for, where it logs as it was started. */
export function logLevelDraftOf({ logLevel }: Pick<Node, 'logLevel'>): LogLevelDraft {
  const spec = logLevel?.spec ?? 'debug';
  const level = LEVELS.find((one) => one === spec) ?? 'custom';
  return { level, spec: level === 'custom' ? spec : '', minutes: DEFAULT_MINUTES };
}

export function toLogLevel({ level, spec, minutes }: LogLevelDraft): unknown {
  return { spec: level === 'custom' ? spec.trim() : level, minutes };
}

export const logLevelSchema = draftSchema(SetLogLevel, toLogLevel);
