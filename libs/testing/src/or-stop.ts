/**
 * Starts something, and stops it when that fails: who has not got it cannot stop it. The first error is the one that
 * is thrown.
 */
export async function orStop(part: { stop(): Promise<void> }, start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    await part.stop().catch(() => undefined);
    throw error;
  }
}
