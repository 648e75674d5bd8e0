/** Prints a message of a command to standard output, one line each. */

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** A failure that the user can act on. It is printed without a stack, and sets the exit code. */
export class ToolError extends Error {
  /**
   * @param {string} message what happened, and to what
   * @param {string} remedy what to do about it
   */
  constructor(message, remedy) {
    super(message);
    this.name = 'ToolError';
    this.remedy = remedy;
  }
}
