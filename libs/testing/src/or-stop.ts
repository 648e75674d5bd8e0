/**
 * Starts something, and stops it if the start fails, because the caller then has no reference to stop. The first error
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
