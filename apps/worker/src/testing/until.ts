const POLL_MS = 20;
const LIMIT_MS = 240_000;

/** Waits for a condition; fails after four minutes. */
export async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Timed out waiting until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
