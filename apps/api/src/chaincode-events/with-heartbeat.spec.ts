import { HEARTBEAT, withHeartbeat } from './with-heartbeat';

async function* items(...values: (number | Promise<number>)[]) {
  for (const value of values) yield await value;
}

async function collect(stream: AsyncGenerator<number | typeof HEARTBEAT>): Promise<(number | 'beat')[]> {
  const seen: (number | 'beat')[] = [];
  for await (const item of stream) seen.push(item === HEARTBEAT ? 'beat' : item);
  return seen;
}

describe('a stream with a heartbeat', () => {
  it('starts with one and passes on every item in order', async () => {
    const stream = withHeartbeat(items(1, 2, 3), { everyMs: 10_000, check: () => Promise.resolve() });
    expect(await collect(stream)).toEqual(['beat', 1, 2, 3]);
  });

  it('sends heartbeats while its source is silent, without losing items', async () => {
    let resolve: (value: number) => void = () => undefined;
    const late = new Promise<number>((done) => {
      resolve = done;
    });
    let checks = 0;
    const check = () => {
      checks += 1;
      if (checks === 3) resolve(2);
      return Promise.resolve();
    };
    expect(await collect(withHeartbeat(items(1, late), { everyMs: 1, check }))).toEqual(
      expect.arrayContaining(['beat', 1, 'beat', 2]),
    );
    expect(checks).toBeGreaterThanOrEqual(3);
  });

  it('ends with an error of its check, and with an error of its source', async () => {
    const never = new Promise<number>(() => undefined);
    const check = () => Promise.reject(new Error('signed out'));
    await expect(collect(withHeartbeat(items(never), { everyMs: 1, check }))).rejects.toThrow('signed out');
    const broken = items(Promise.reject(new Error('broken')));
    const calm = { everyMs: 10_000, check: () => Promise.resolve() };
    await expect(collect(withHeartbeat(broken, calm))).rejects.toThrow('broken');
  });
});
