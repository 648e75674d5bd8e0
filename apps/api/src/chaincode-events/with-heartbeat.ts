/** A pause between items. */
export const HEARTBEAT = Symbol('heartbeat');

export interface HeartbeatOptions {
  readonly everyMs: number;
  /** Called with each heartbeat; an error ends the stream. */
  readonly check: () => Promise<void>;
}

/** The items of a source, with a heartbeat at the start and during each pause. */
export async function* withHeartbeat<Item>(
  source: AsyncGenerator<Item>,
  { everyMs, check }: HeartbeatOptions,
): AsyncGenerator<Item | typeof HEARTBEAT> {
  let next = source.next();
  // Handled below; until then it must not count as unhandled.
  next.catch(() => undefined);
  yield HEARTBEAT;
  for (;;) {
    const result = await orSilence(next, everyMs);
    if (result === HEARTBEAT) {
      await check();
      yield HEARTBEAT;
      continue;
    }
    if (result.done === true) return;
    yield result.value;
    next = source.next();
    next.catch(() => undefined);
  }
}

async function orSilence<T>(promise: Promise<T>, ms: number): Promise<T | typeof HEARTBEAT> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<typeof HEARTBEAT>((resolve) => {
    timer = setTimeout(() => {
      resolve(HEARTBEAT);
    }, ms);
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
}
