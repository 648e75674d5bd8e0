/**
 * Resolves at the first request to stop: Ctrl-C, a supervisor's SIGTERM, a closed terminal. Later requests are ignored
 * because an orderly stop is in progress.
 */
export function whenAskedToStop() {
  const controller = new AbortController();
  const ask = () => {
    controller.abort(new Error('asked to stop'));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
  // A pending promise does not keep the process alive; the timer does.
  const alive = setInterval(() => undefined, 2 ** 30);
  const promise = new Promise((resolve) => {
    controller.signal.addEventListener('abort', () => {
      clearInterval(alive);
      resolve(undefined);
    });
  });
  return {
    signal: controller.signal,
    promise,
    /** For a command that ends without a signal. */
    forget: () => {
      clearInterval(alive);
    },
  };
}
