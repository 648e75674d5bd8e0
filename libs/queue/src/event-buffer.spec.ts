import { EventBuffer } from './event-buffer';

const position = (fraction: number | null) => ({
  step: 'build',
  stepState: 'running' as const,
  progress: fraction ?? 0,
});

describe('an event buffer', () => {
  it('keeps the order and joins raw lines that arrive together into one event', () => {
    const buffer = new EventBuffer({ position, flush: () => undefined });
    buffer.info('Building');
    buffer.log(['go: downloading a', 'go: downloading b']);
    buffer.log('done\n');
    buffer.progress(1, 2, '1 of 2 built');
    buffer.warn('Slow');
    expect(buffer.drain().map(({ level, message, progress }) => [level, message, progress])).toEqual([
      ['info', 'Building', 0],
      ['debug', 'go: downloading a\ngo: downloading b\ndone', 0],
      ['info', '1 of 2 built', 0.5],
      ['warn', 'Slow', 0],
    ]);
    expect(buffer.drain()).toEqual([]);
  });

  it('splits very long output into several events without losing any', () => {
    const buffer = new EventBuffer({ position, flush: () => undefined });
    buffer.log('x'.repeat(40_000));
    const messages = buffer.drain().map(({ message }) => message);
    expect(messages).toHaveLength(3);
    expect(messages.join('')).toHaveLength(40_000);
  });

  it('requests one write for many events', async () => {
    const begun = performance.now();
    let calls = 0;
    await new Promise<void>((resolve) => {
      const buffer = new EventBuffer({
        position,
        flush: () => {
          calls += 1;
          buffer.drain();
          resolve();
        },
      });
      for (let line = 0; line < 100; line += 1) buffer.log(`line ${String(line)}`);
    });
    expect(calls).toBe(1);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(90);
  });
});
