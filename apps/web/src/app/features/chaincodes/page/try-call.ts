import { z } from 'zod';
import { jsonOf } from './json-of';

/** A call as the panel holds it. Transient values are never part of the history. */
export interface Call {
  fn: string;
  args: readonly string[];
}

const StringList = z.array(z.string());

/** A raw JSON array of strings as arguments; null when it is none. */
export function argumentsOf(text: string): string[] | null {
  const parsed = StringList.safeParse(jsonOf(text));
  return parsed.success ? parsed.data : null;
}

/** A result as people read it: indented when it is JSON, else as it came. */
export function readable(result: string): string {
  const value = jsonOf(result);
  return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : result;
}

/** Newest first, without a double of the same call, at most `limit`. */
export function withCall(history: readonly Call[], call: Call, limit = 10): Call[] {
  const text = JSON.stringify(call);
  return [call, ...history.filter((earlier) => JSON.stringify(earlier) !== text)].slice(0, limit);
}
