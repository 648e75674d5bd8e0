import { CpuMeter } from './cpu-meter';

function meterAt(times: readonly number[]): CpuMeter {
  const queue = [...times];
  return new CpuMeter(() => queue.shift() ?? 0);
}

describe('the processor share of a process', () => {
  it('is unknown at the first look and then that of the time between', () => {
    const meter = meterAt([0, 1_000, 3_000]);
    expect([meter.percent(1, 10), meter.percent(1, 10.5), meter.percent(1, 10.5)]).toEqual([null, 50, 0]);
  });

  it('stays what it was when one looks again too soon', () => {
    const meter = meterAt([0, 1_000, 1_050]);
    expect([meter.percent(1, 0), meter.percent(1, 1), meter.percent(1, 1.05)]).toEqual([null, 100, 100]);
  });

  it('starts from zero when the process id belongs to another process', () => {
    const meter = meterAt([0, 1_000]);
    expect([meter.percent(1, 50), meter.percent(1, 0.1)]).toEqual([null, null]);
  });
});
