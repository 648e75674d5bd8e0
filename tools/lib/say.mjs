/** Everything a command tells the person goes to standard output as one line each. */

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** A failure that a person can act on: printed without a stack, and it sets the exit code. */
export class ToolError extends Error {
  /**
   * @param {string} message what happened, to what
   * @param {string} remedy what to do about it
   */
  constructor(message, remedy) {
    super(message);
    this.name = 'ToolError';
    this.remedy = remedy;
  }
}
