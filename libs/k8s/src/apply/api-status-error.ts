/** The API server's explanation of a rejected request: a `Status` object of `meta/v1`. */
export interface ApiStatus {
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
}

/** The API server responded with a status other than success. Translated before it leaves this folder. */
export class ApiStatusError extends Error {
  constructor(
    readonly status: number,
    readonly body: ApiStatus,
    /** Milliseconds after which the server asks for a retry; null when it did not say. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(body.message ?? `The API server answered ${status}.`);
    this.name = new.target.name;
  }
}

/** Whether the object does not exist. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiStatusError && (error.status === 404 || error.status === 410);
}

/** The value of a call, or undefined when its object does not exist. */
export async function ifPresent<Value>(call: Promise<Value>): Promise<Value | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Like {@link ifPresent}; RBAC rejects a type before the API server checks whether it exists. */
export async function ifAllowed<Value>(call: Promise<Value>): Promise<Value | undefined> {
  try {
    return await ifPresent(call);
  } catch (error) {
    if (error instanceof ApiStatusError && error.status === 403) return undefined;
    throw error;
  }
}
