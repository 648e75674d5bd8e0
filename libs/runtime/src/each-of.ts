/**
 * Works on all items concurrently, waits for all of them, and throws the first error in the order of the items: when it
 * ends, no part of the work still runs.
 */
export async function eachOf<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = await Promise.allSettled(items.map(work));
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
