import type { Route } from '@heddle/contracts';

/**
 * The differences between an answer's JSON and the contract of its route. Fields that JSON omits are ignored.
 *
 * @returns one line per field; undefined for an answer that matches or is not JSON
 */
export function brokenPromise({ method, path, response, media }: Route, answer: unknown): string | undefined {
  if (media?.response !== undefined || media?.stream !== undefined) return undefined;
  const { error } = response.safeParse(asSent(answer));
  if (error === undefined) return undefined;
  const fields = error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  return `${method} ${path} answers what its contract does not describe: ${fields.join('; ')}`;
}

function asSent(answer: unknown): unknown {
  return answer === undefined ? undefined : (JSON.parse(JSON.stringify(answer)) as unknown);
}
