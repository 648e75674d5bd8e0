import { Agent, request } from 'node:http';

/**
 * A bare HTTP client of the REST API with one kept-alive connection per call in flight.
 * @param {{ url: string, path: string, token: string, fn: string }} options
 * @returns {import('./load-client.mjs').Submit}
 */
export function openClient({ url, path, token, fn }) {
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
        let text = '';
        response.setEncoding('utf8').on('data', (part) => (text += part));
        response.once('error', reject);
        response.once('end', () => {
          if (response.statusCode === 200 && JSON.parse(text).validationCode === 'VALID') resolve();
          else reject(new Error(`${response.statusCode} ${text}`));
        });
      });
      call.end(body);
    });
}
