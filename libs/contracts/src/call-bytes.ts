import { z } from 'zod';

/**
 * Maximum size of one argument or private input, in bytes. Blocks hold 2 MiB by default (`preferredMaxBytes`), and each
 * peer keeps every version of a value. Larger values belong in a file store, with their hash on the ledger.
 */
export const MAX_ARGUMENT_BYTES = 524_288;
/**
 * Maximum size of the arguments and private input of one call, in bytes. A written value is in its transaction twice, as
 * an argument and as a write, so a call of this size fills a block of the default size.
 */
export const MAX_CALL_BYTES = 1_048_576;

const MAX_BASE64_LENGTH = Math.ceil(MAX_ARGUMENT_BYTES / 3) * 4;

/** Text for a chaincode function. Its size is checked with that of the whole call. */
export const CallText = z.string().meta({ maxLength: MAX_ARGUMENT_BYTES });

/** An argument of a chaincode function: text as it is, or any bytes in base64. */
export const CallBytes = z.union([
  CallText,
  z.strictObject({ base64: z.base64('must be base64, with padding').meta({ maxLength: MAX_BASE64_LENGTH }) }),
]);
export type CallBytes = z.infer<typeof CallBytes>;

export interface CallValues {
  readonly args: readonly CallBytes[];
  /** Private input by key. */
  readonly transient?: Readonly<Record<string, CallBytes>>;
}

export interface OversizedCall {
  /** The value that is too large; empty when all of them together are. */
  readonly path: (string | number)[];
  readonly bytes: number;
  readonly limit: number;
}

const utf8 = new TextEncoder();

function bytesOf(value: CallBytes): number {
  if (typeof value === 'string') return utf8.encode(value).length;
  const padding = /=*$/.exec(value.base64)?.[0].length ?? 0;
  return Math.floor((value.base64.length / 4) * 3) - padding;
}

/** The value that exceeds a limit; undefined if the call is within its limits. */
export function oversizedCall({ args, transient = {} }: CallValues): OversizedCall | undefined {
  const values = [
    ...args.map((value, index) => ({ path: ['args', index], bytes: bytesOf(value) })),
    ...Object.entries(transient).map(([key, value]) => ({ path: ['transient', key], bytes: bytesOf(value) })),
  ];
  const large = values.find(({ bytes }) => bytes > MAX_ARGUMENT_BYTES);
  if (large !== undefined) return { ...large, limit: MAX_ARGUMENT_BYTES };
  const bytes = values.reduce((sum, value) => sum + value.bytes, 0);
  return bytes > MAX_CALL_BYTES ? { path: [], bytes, limit: MAX_CALL_BYTES } : undefined;
}

/** Code and remedy of an issue that is more than a wrong field, in its `params`. */
export const IssueDetails = z.strictObject({ code: z.literal('payload_too_large'), remedy: z.string() });
export type IssueDetails = z.infer<typeof IssueDetails>;

const DETAILS: IssueDetails = {
  code: 'payload_too_large',
  remedy:
    `Send at most ${String(MAX_ARGUMENT_BYTES)} bytes in one argument or private input and ${String(MAX_CALL_BYTES)} ` +
    'in one call: split the data over several calls, or keep it outside of the ledger and send its hash.',
};

/** Rejects values that are too large; a check for `superRefine`. */
export function withinCallLimits(call: CallValues, context: z.RefinementCtx): void {
  const oversized = oversizedCall(call);
  if (oversized === undefined) return;
  const { path, bytes, limit } = oversized;
  const what = path.length === 0 ? 'the arguments and private input have' : 'has';
  const message = `${what} ${String(bytes)} bytes, more than the ${String(limit)} (${String(limit / 1_024)} KiB) that are sent`;
  context.addIssue({ code: 'custom', path, message, params: { ...DETAILS } });
}
