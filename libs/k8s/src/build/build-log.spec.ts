import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClusterContext } from '../cluster-context';
import type { BuildJob } from './build-job';
import { BuildLog } from './build-log';

let server: Server;
let context: ClusterContext;
let text: string;
beforeEach(async () => {
  server = createServer((request, response) => {
    const limit = new URL(request.url ?? '', 'http://x').searchParams.get('limitBytes');
    response.end(limit === null ? text : text.slice(0, Number(limit)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const api = { server: `http://127.0.0.1:${port}/`, config: { applyToHTTPSOptions: () => Promise.resolve() } };
  context = { name: 'test', api } as unknown as ClusterContext;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function logOf(bounds: { lines: number; outputMib: number }): { log: BuildLog; lines: string[] } {
  const lines: string[] = [];
  const job = { chainId: '3f2a90c1-0000-4000-8000-000000000000' } as BuildJob;
  return { lines, log: new BuildLog(context, job, { bounds, log: (line) => lines.push(line) }) };
}

it('of a build that says little is handed out whole', async () => {
  text = 'one\ntwo\n';
  const { log, lines } = logOf({ lines: 2, outputMib: 1 });
  await log.finish('pod');
  expect(lines).toEqual(['one', 'two']);
  expect(log.tooMuch.aborted).toBe(false);
});

it.each([
  ['lines', 'line\n'.repeat(200), { lines: 100, outputMib: 16 }, '100 lines of output'],
  ['bytes', 'x'.repeat(3 * 1_048_576), { lines: 100, outputMib: 1 }, '1 MiB of output'],
])('of a build that says too many %s ends with the bound that it passed', async (_, said, bounds, bound) => {
  text = said;
  const { log, lines } = logOf(bounds);
  await expect(log.finish('pod')).rejects.toMatchObject({
    code: 'build_failed',
    message: `The build was ended: it exceeded the limit of ${bound}.`,
  });
  expect(lines.length).toBeLessThanOrEqual(bounds.lines);
});

it('of a build is given up while it is followed, once it has said too much', async () => {
  text = 'line\n'.repeat(200);
  const { log } = logOf({ lines: 100, outputMib: 16 });
  log.follow('pod');
  await once(log.tooMuch, 'abort');
  expect(log.tooMuch.reason).toMatchObject({ code: 'build_failed' });
});

it('cuts a line that is too long', async () => {
  text = `${'x'.repeat(10_000)}\nnext\n`;
  const { log, lines } = logOf({ lines: 100, outputMib: 16 });
  await log.finish('pod');
  expect(lines).toEqual([expect.stringMatching(/^x{4096} \[\.\.\. line cut\]$/), 'next']);
});
