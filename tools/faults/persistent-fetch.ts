import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a killed API may be unavailable. */
const AWAY_MS = 30_000;
const AGAIN_MS = 30;

/**
 * `fetch` for an API that is killed: a request without a complete answer is sent again with the same idempotency key,
 * so that it counts once.
 */
export async function persistentFetch(address: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('connection', 'close');
  if (init.method === 'POST' && headers.has('authorization') && !headers.has('idempotency-key')) {
    headers.set('idempotency-key', randomUUID());
  }
  const end = Date.now() + AWAY_MS;
  for (;;) {
    const response = await answer(address, { ...init, headers });
    if (response !== undefined && response.status !== 503) return response;
    if (Date.now() > end) throw new Error(`${init.method ?? 'GET'} ${address}: the API did not come back.`);
    await delay(AGAIN_MS);
  }
}

/** Undefined when the API died before its answer was complete. */
async function answer(address: string, init: RequestInit): Promise<Response | undefined> {
  try {
    const { status, headers, body } = await fetch(address, init).then(complete);
    return new Response(body, { status, headers });
  } catch (error) {
    // fetch throws a TypeError when the connection fails. It comes from outside jest's realm.
    if ((error as Error).name === 'TypeError') return undefined;
    throw error;
  }
}

async function complete(response: Response) {
  const { status, headers } = response;
  const bytes = await response.arrayBuffer();
  return { status, headers, body: bytes.byteLength === 0 ? null : bytes };
}
