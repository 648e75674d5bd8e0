import { hostileBuilds, type HostileBuilds } from '../harness/hostile-build';
import { instanceOf } from '../process/markers';
import { processTable } from '../process/open-process-table';

const TIMEOUT_MS = 120_000;

let builds: HostileBuilds;
beforeEach(async () => {
  builds = await hostileBuilds();
});
afterEach(() => builds.remove());

describe('a build is ended and reports the exceeded limit', () => {
  const passed = (bound: string, setting: string) => ({
    code: 'build_failed',
    message: expect.stringContaining(`it exceeded the limit of ${bound}`) as string,
    remedy: expect.stringContaining(setting) as string,
  });

  it(
    'if it prints 600 MB without a line break',
    async () => {
      const flood = `const part = Buffer.alloc(1048576, 'x'); for (let n = 0; n < 600; n += 1) require('node:fs').writeSync(1, part);`;
      const before = process.memoryUsage().rss;
      await expect(builds.build(flood)).rejects.toMatchObject(passed('16 MiB of output', 'HEDDLE_BUILD_OUTPUT_MIB'));
      expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1_048_576);
      expect(builds.lines.join('\n').length).toBeLessThan(100_000);
    },
    TIMEOUT_MS,
  );

  it(
    'if it prints too many lines',
    async () => {
      const flood = `for (let n = 0; n < 5000; n += 1) console.log('line ' + n);`;
      await expect(builds.build(flood, { bounds: { lines: 100 } })).rejects.toMatchObject(
        passed('100 lines of output', 'HEDDLE_BUILD_OUTPUT_LINES'),
      );
      expect(builds.lines.length).toBeLessThan(110);
    },
    TIMEOUT_MS,
  );

  it(
    'if it takes too long',
    async () => {
      await expect(
        builds.build('setInterval(() => undefined, 1000);', { bounds: { minutes: 0.05 } }),
      ).rejects.toMatchObject(passed('0.05 minutes', 'HEDDLE_BUILD_MINUTES'));
      expect(await processTable().marked(instanceOf(builds.cacheDir))).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

it(
  'a build cannot exceed its memory limit',
  async () => {
    const hungry = `const kept = []; for (;;) kept.push(Buffer.alloc(16777216, 1));`;
    await expect(builds.build(hungry, { bounds: { memoryMib: 1024 } })).rejects.toMatchObject({
      code: 'build_failed',
      message: expect.stringContaining('it exceeded the limit of 1024 MiB of memory') as string,
    });
  },
  TIMEOUT_MS,
);

it(
  'a build cannot write a file above the size limit',
  async () => {
    const large = `const fs = require('node:fs'); const file = fs.openSync('large', 'w'); const part = Buffer.alloc(1048576); for (let n = 0; n < 100; n += 1) fs.writeSync(file, part);`;
    await expect(builds.build(large, { bounds: { fileMib: 20 } })).rejects.toMatchObject({
      message: expect.stringContaining('it exceeded the limit of 20 MiB for a file') as string,
    });
  },
  TIMEOUT_MS,
);

it(
  'a build cannot start more processes than the limit, unless its worker runs as root',
  async () => {
    const many = `const { spawn } = require('node:child_process');
let failed = 0;
for (let n = 0; n < 200; n += 1) spawn('sleep', ['2']).on('error', (error) => { failed += 1; if (failed === 1) console.log(error.code); });
setTimeout(() => process.exit(failed === 0 ? 0 : 1), 1500);`;
    const building = builds.build(many, { bounds: { processes: 100 } });
    // The kernel exempts root, also in a user namespace.
    if (process.getuid?.() === 0) await expect(building).resolves.toBeUndefined();
    else
      await expect(building).rejects.toMatchObject({
        message: expect.stringContaining('it exceeded the limit of 100 processes and threads') as string,
      });
  },
  TIMEOUT_MS,
);
