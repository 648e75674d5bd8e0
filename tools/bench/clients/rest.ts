import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Call } from './load-client.ts';

interface RestClientOptions {
  readonly url: string;
  readonly path: string;
  readonly token: string;
  readonly fn: string;
}

/** A bare HTTP client of the REST API with one kept-alive connection per call in flight. */
export function openClient({ url, path, token, fn }: RestClientOptions): Call {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const target = new URL(path, url);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return (args) =>
    new Promise((resolve, reject) => {
      const body = Buffer.from(JSON.stringify({ fn, args }));
      const call = request(target, {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': body.length },
      });
      call.once('error', reject);
      call.once('response', (response) => {
        text(response).then((answer) => {
          if (response.statusCode === 200 && isValid(answer)) resolve();
          else reject(new Error(`${response.statusCode ?? 0} ${answer}`));
        }, reject);
      });
      call.end(body);
    });
}

const isValid = (answer: string) => (JSON.parse(answer) as { validationCode: string }).validationCode === 'VALID';
