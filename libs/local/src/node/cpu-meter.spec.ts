import { CpuMeter } from './cpu-meter';

function meterAt(times: readonly number[]): CpuMeter {
  const queue = [...times];
  return new CpuMeter(() => queue.shift() ?? 0);
}

describe('the CPU share of a process', () => {
  it('is unknown at the first observation, then covers the time since the previous one', () => {
    const meter = meterAt([0, 1_000, 3_000]);
    expect([meter.percent(1, 10), meter.percent(1, 10.5), meter.percent(1, 10.5)]).toEqual([null, 50, 0]);
  });

  it('does not change if it is observed again too soon', () => {
    const meter = meterAt([0, 1_000, 1_050]);
    expect([meter.percent(1, 0), meter.percent(1, 1), meter.percent(1, 1.05)]).toEqual([null, 100, 100]);
  });

  it('restarts when the process id belongs to another process', () => {
    const meter = meterAt([0, 1_000]);
    expect([meter.percent(1, 50), meter.percent(1, 0.1)]).toEqual([null, null]);
  });
});
