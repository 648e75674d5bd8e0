import type { ApiError } from '@heddle/client';

/** How far a first load is; later loads keep the data and change nothing here but an error. */
export type Load =
  { phase: 'loading' } | { phase: 'ready'; error: ApiError | null } | { phase: 'failed'; error: ApiError };

export const LOADING: Load = { phase: 'loading' };
export const READY: Load = { phase: 'ready', error: null };

/** A failed load empties nothing: what was shown stays, with the error beside it. */
export function failedLoad(before: Load, error: ApiError): Load {
  return before.phase === 'ready' ? { phase: 'ready', error } : { phase: 'failed', error };
}

export function errorOf(load: Load): ApiError | null {
  return load.phase === 'loading' ? null : load.error;
}
