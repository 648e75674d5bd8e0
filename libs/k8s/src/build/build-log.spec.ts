import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OutputBounds, ToolCommand } from '@heddle/runtime';
import type { ClusterContext } from '../cluster-context';
import { plainContext } from '../testing/plain-api';
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
  context = plainContext((server.address() as AddressInfo).port);
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const tool = (command: string, phase: ToolCommand['phase'], progress?: ToolCommand['progress']): ToolCommand => ({
  command,
  args: [],
  env: {},
  phase,
  remedy: '',
  ...(progress !== undefined && { progress }),
});

function logOf(bounds: OutputBounds, commands: readonly ToolCommand[] = []) {
  const lines: string[] = [];
  const done: number[] = [];
  const job = { chainId: '3f2a90c1-0000-4000-8000-000000000000', language: 'go', commands } as const;
  const log = new BuildLog(context, job, {
    bounds,
    log: (line) => lines.push(line),
    report: (progress) => done.push(progress.done),
  });
  return { lines, done, log };
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

it('reports the progress of a build by the lines of its script and of its tools, each pod from where the last one was', async () => {
  const half = { apart: true, doneBy: (line: string) => (line === 'half' ? 0.5 : undefined) };
  const commands = [tool('fetch', 'dependencies'), tool('compile', 'compile', half)];
  text = '$ fetch\nfetched\n$ compile\nhalf\nwarning\n';
  const { log, lines, done } = logOf({ lines: 100, outputMib: 1 }, commands);
  await log.finish('pod');
  const [first = 0, second = 0, third = 0] = done;
  expect([first, second > first, third > second, third < 1]).toEqual([0, true, true, true]);
  expect(log.done).toBe(third);
  expect(lines).toEqual(['$ fetch', 'fetched', '$ compile', 'warning']);
  text = '$ fetch\n$ compile\n';
  await log.finish('another');
  expect(log.done).toBe(third);
});

it('cuts a line that is too long', async () => {
  text = `${'x'.repeat(10_000)}\nnext\n`;
  const { log, lines } = logOf({ lines: 100, outputMib: 16 });
  await log.finish('pod');
  expect(lines).toEqual([expect.stringMatching(/^x{4096} \[\.\.\. line cut\]$/), 'next']);
});
