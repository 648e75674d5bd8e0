/** Opens what a name stands for, unless it was opened before. */
export function once<Value>(
  opened: Map<string, Promise<Value>>,
  name: string,
  open: () => Promise<Value>,
): Promise<Value> {
  const existing = opened.get(name);
  if (existing !== undefined) return existing;
  const opening = open();
  opened.set(name, opening);
  return opening;
}

/** Work that begins with the first caller, for all of them. */
export function lazily<Value>(begin: () => Promise<Value>): () => Promise<Value> {
  let begun: Promise<Value> | undefined;
  return () => (begun ??= begin());
}
