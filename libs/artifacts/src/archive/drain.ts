/** Reads to the end, so that every limit and checksum is verified. */
export async function drain(content: AsyncIterable<Buffer>): Promise<void> {
  const reader = content[Symbol.asyncIterator]();
  while ((await reader.next()).done !== true);
}
