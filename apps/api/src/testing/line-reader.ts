/** A client of a stream of lines. */
export interface LineReader {
  readonly status: number;
  readonly type: string | null;
  /** The lines received so far. */
  readonly lines: readonly string[];
  close(): void;
}

/** Opens a stream and collects its lines until it is closed or the server ends it. */
export async function readLines(url: string, headers: Record<string, string>): Promise<LineReader> {
  const ending = new AbortController();
  const answer = await fetch(url, { headers, signal: ending.signal });
  const lines: string[] = [];
  void collect(answer, lines);
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    lines,
    close: () => {
      ending.abort();
    },
  };
}

async function collect({ body }: Response, lines: string[]): Promise<void> {
  if (body === null) return;
  let rest = '';
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body) {
      const parts = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
    }
  } catch {
    // Ended by the test or the server.
  }
}
