import { setTimeout as delay } from 'node:timers/promises';

/**
 * A process that generates load on a chaincode. The parent sends one `open` message and then `load` messages; each
 * `load` is answered with its measurements when it ends, by its own limits or by a `stop` message. The module that
 * `open` names makes the calls.
 */

/** Rejects unless it is answered; a submit, unless the transaction is committed and valid. */
export type Call = (args: string[]) => Promise<void>;

export interface Load {
  /** Calls in flight. */
  readonly concurrency: number;
  /** Makes the keys of this load unique. */
  readonly prefix: string;
  /** How long new calls are started. */
  readonly milliseconds?: number;
  /** How many are started. */
  readonly calls?: number;
  /** Milliseconds between an answer and the next call. */
  readonly pause?: number;
}

export interface Measured {
  readonly perSecond: number;
  /** In milliseconds. */
  readonly latencies: readonly number[];
  /** Why calls failed. */
  readonly lost: readonly string[];
}

export type LoadRequest =
  | { readonly open: { readonly module: string; readonly options: object } }
  | { readonly load: Load }
  | { readonly stop: true };

/** The answer to a request other than `stop`. */
export type LoadReply = { readonly ready: true } | { readonly measured: Measured } | { readonly failed: string };

interface Client {
  readonly openClient: (options: object) => Call;
}

let stopped = false;

async function apply(
  call: Call,
  { concurrency, prefix, milliseconds = Infinity, calls = Infinity, pause = 0 }: Load,
): Promise<Measured> {
  stopped = false;
  const latencies: number[] = [];
  const lost: string[] = [];
  const began = performance.now();
  let last = began;
  let next = 0;
  const caller = async () => {
    while (!stopped && next < calls && performance.now() - began < milliseconds) {
      const start = performance.now();
      try {
        await call([`${prefix}-${next++}`, 'Ada', 'blue', '5']);
        last = performance.now();
        latencies.push(last - start);
      } catch (error) {
        lost.push(String(error instanceof Error ? error.stack : error));
      }
      if (pause > 0) await delay(pause);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  return { perSecond: (latencies.length * 1000) / (last - began), latencies, lost };
}

let call: Call | undefined;

async function answer(request: Exclude<LoadRequest, { stop: true }>): Promise<LoadReply> {
  if ('open' in request) {
    const { openClient } = (await import(request.open.module)) as Client;
    call = openClient(request.open.options);
    return { ready: true };
  }
  if (call === undefined) throw new Error('received a load before open');
  return { measured: await apply(call, request.load) };
}

process.on('message', (message) => {
  const request = message as LoadRequest;
  if ('stop' in request) {
    stopped = true;
    return;
  }
  void answer(request)
    .catch((error: unknown): LoadReply => ({ failed: String(error instanceof Error ? error.stack : error) }))
    .then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit());
