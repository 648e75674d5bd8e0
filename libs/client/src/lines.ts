import { localError } from './api-error';

/** The lines of a body as they arrive. @throws ApiError `unavailable` if the connection is lost */
export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const parts = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
  } catch (cause) {
    throw localError('unavailable', 'The connection to the server broke.', cause);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
