import { FabricError } from '../fabric-error';
import type { PolicySyntaxErrorCode } from '../fabric-error-code';

interface SyntaxProblem {
  readonly code: PolicySyntaxErrorCode;
  /** Offset in the text, in UTF-16 units, from 0. */
  readonly position: number;
  readonly message: string;
  readonly remedy: string;
}

/** Policy text that Fabric would reject; `position` is the offset (from 0) of the offending token. */
export class PolicySyntaxError extends FabricError {
  readonly code: PolicySyntaxErrorCode;
  readonly position: number;

  constructor({ code, position, message, remedy }: SyntaxProblem) {
    super(`${message} (at character ${position + 1})`, { remedy });
    this.code = code;
    this.position = position;
  }
}

/** A policy message that text and trees of role principals can't express, or that is malformed. */
export class PolicyNotExpressibleError extends FabricError {
  readonly code = 'policy_not_expressible';

  constructor(message: string, cause?: unknown) {
    super(message, { remedy: 'Read or edit this policy in the channel configuration as JSON.', cause });
  }
}
