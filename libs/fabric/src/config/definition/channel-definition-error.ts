import { FabricError } from '../../fabric-error';
import type { ChannelDefinitionCode } from '../../fabric-error-code';

/** One problem of a definition, and where: `path` is dotted, `orderer.consenters.0.port`. */
export interface ChannelDefinitionProblem {
  readonly code: ChannelDefinitionCode;
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** A channel definition that Fabric would reject or fail on. `code` and `remedy` are those of the first problem. */
export class ChannelDefinitionError extends FabricError {
  readonly code: ChannelDefinitionCode;
  readonly problems: readonly ChannelDefinitionProblem[];

  constructor(problems: readonly [ChannelDefinitionProblem, ...ChannelDefinitionProblem[]]) {
    const [first, ...others] = problems;
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    super(`${first.path}: ${first.message}${more}`, { remedy: first.remedy });
    this.code = first.code;
    this.problems = problems;
  }
}
