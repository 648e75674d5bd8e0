/** The API server's explanation of a rejected request: a `Status` object of `meta/v1`. */
export interface ApiStatus {
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
}

/** The API server responded with a status other than success. Translated before it leaves this library. */
export class ApiStatusError extends Error {
  constructor(
    /** HTTP status, named as in the errors of the client library. */
    readonly code: number,
    readonly body: ApiStatus,
    /** Milliseconds after which the server asks for a retry; null when it did not say. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(body.message ?? `The API server answered ${code}.`);
    this.name = new.target.name;
  }
}

/** Whether the API server rejected a request with one of these statuses. */
export function isStatus(error: unknown, ...codes: readonly number[]): boolean {
  return error instanceof ApiStatusError && codes.includes(error.code);
}

/** The value of a call, or undefined when its object does not exist. */
export async function ifPresent<Value>(call: Promise<Value>): Promise<Value | undefined> {
  return unlessStatus(call, 404, 410);
}

/** Like {@link ifPresent}; RBAC rejects a type before the API server checks whether it exists. */
export async function ifAllowed<Value>(call: Promise<Value>): Promise<Value | undefined> {
  return unlessStatus(call, 403, 404, 410);
}

async function unlessStatus<Value>(call: Promise<Value>, ...codes: readonly number[]): Promise<Value | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isStatus(error, ...codes)) return undefined;
    throw error;
  }
}
