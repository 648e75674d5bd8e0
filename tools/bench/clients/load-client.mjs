/**
 * A process that generates load on a chaincode. The parent sends one `open` message and then `load` messages; each
 * `load` is answered with its measurements. The module that `open` names makes the calls.
 */

/**
 * @typedef {(args: string[]) => Promise<void>} Submit rejects unless the transaction is committed and valid
 *
 * @typedef {object} Load
 * @property {number} concurrency calls in flight
 * @property {number} milliseconds how long new calls are started
 * @property {string} prefix makes the keys of this load unique
 *
 * @typedef {{ perSecond: number, latencies: number[] }} Measured latencies in milliseconds
 */

/**
 * @param {Submit} submit
 * @param {Load} load
 * @returns {Promise<Measured>}
 */
async function apply(submit, { concurrency, milliseconds, prefix }) {
  /** @type {number[]} */
  const latencies = [];
  const began = performance.now();
  let last = began;
  let next = 0;
  const caller = async () => {
    while (performance.now() - began < milliseconds) {
      const start = performance.now();
      await submit([`${prefix}-${next++}`, 'Ada', 'blue', '5']);
      last = performance.now();
      latencies.push(last - start);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  return { perSecond: (latencies.length * 1000) / (last - began), latencies };
}

/** @type {Submit | undefined} */
let submit;

/** @param {{ open?: { module: string, options: unknown }, load?: Load }} message */
async function answer({ open, load }) {
  if (open) {
    const { openClient } = await import(open.module);
    submit = await openClient(open.options);
    return { ready: true };
  }
  if (!submit || !load) throw new Error('received a load before open');
  return { measured: await apply(submit, load) };
}

process.on('message', (/** @type {any} */ message) => {
  answer(message).then(
    (reply) => process.send?.(reply),
    (error) => process.send?.({ failed: String(error instanceof Error ? error.stack : error) }),
  );
});
process.on('disconnect', () => process.exit());
