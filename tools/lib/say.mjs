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

/**
 * Whether the user can act on a failure: a ToolError, or a rejection by the API (ApiError of libs/client).
 * @param {unknown} error
 * @returns {error is Error & { remedy: string | null, fields?: readonly { path: string, message: string }[] }}
 */
export function isForUser(error) {
  return error instanceof ToolError || (error instanceof Error && error.name === 'ApiError');
}

/**
 * What happened, with the fields that the API rejected.
 * @param {Error & { fields?: readonly { path: string, message: string }[] }} error
 */
export function reasonOf({ message, fields = [] }) {
  return [message, ...fields.map((field) => `  ${field.path}: ${field.message}`)].join('\n');
}

/**
 * Prints a failure that the user can act on, and throws any other.
 * @param {unknown} error
 */
export function sayFailure(error) {
  if (!isForUser(error)) throw error;
  process.stderr.write(
    `Error: ${reasonOf(error)}\n${error.remedy ?? 'See the API’s log for details: data/logs/api.log'}\n`,
  );
}
