import { BuildFailedError, RegistryUnreachableError } from '../build-errors';
import type { RuntimeError } from '../runtime-error';
import type { BuildComplaint } from './complaints/build-complaint';
import { GO_COMPLAINTS } from './complaints/go-complaints';
import { JAVA_COMPLAINTS } from './complaints/java-complaints';
import { NODE_COMPLAINTS } from './complaints/node-complaints';

const COMPLAINTS: readonly BuildComplaint[] = [...GO_COMPLAINTS, ...NODE_COMPLAINTS, ...JAVA_COMPLAINTS];

/**
 * The error of a failed build tool: an explanation of its output if the output is known, otherwise `what`.
 *
 * @param what A sentence such as `"npm ci" failed (exit 1).`
 */
export function buildFailure(what: string, lines: readonly string[]): RuntimeError {
  const text = lines.join('\n');
  for (const { pattern, kind, explain } of COMPLAINTS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const { reason, remedy } = explain(match);
    const sentence = `${what} ${reason}`;
    return kind === 'network'
      ? new RegistryUnreachableError(sentence, lines, remedy)
      : new BuildFailedError(sentence, lines, remedy);
  }
  return new BuildFailedError(what, lines);
}
