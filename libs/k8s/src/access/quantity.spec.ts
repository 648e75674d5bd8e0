import fc from 'fast-check';
import { cpuMillis, memoryBytes, parseQuantity } from './quantity';

describe('a quantity', () => {
  it.each([
    ['0', 0],
    ['2', 2],
    ['250m', 0.25],
    ['1500u', 0.0015],
    ['7n', 7e-9],
    ['1k', 1_000],
    ['1.5G', 1_500_000_000],
    ['.5', 0.5],
    ['5.', 5],
    ['+3M', 3_000_000],
    ['-1', -1],
    ['1e3', 1_000],
    ['12E-1', 1.2],
    ['1E', 1e18],
    ['1Ki', 1_024],
    ['1.5Mi', 1_572_864],
    ['2Gi', 2_147_483_648],
    ['1Ei', 2 ** 60],
  ])('%s is %d', (text, value) => {
    expect(parseQuantity(text)).toBeCloseTo(value, 12);
  });

  it('that is missing is zero', () => {
    expect([parseQuantity(undefined), parseQuantity('')]).toEqual([0, 0]);
  });

  it.each(['one', '1K', '1 Gi', '1GiB', 'Gi', '1.2.3', '0x10', '1e'])('%s is none', (text) => {
    expect(() => parseQuantity(text)).toThrow(RangeError);
  });

  it('of CPU is in thousandths, of memory in bytes, both whole', () => {
    expect([cpuMillis('0.1'), cpuMillis('250m'), cpuMillis('123456789n')]).toEqual([100, 250, 123]);
    expect([memoryBytes('128Mi'), memoryBytes('1500m')]).toEqual([134_217_728, 2]);
  });

  it('of any whole number with any suffix is that number of units', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.constantFrom('k', 'M', 'G', 'Ki', 'Mi', 'Gi'), (count, suffix) => {
        const base = suffix.endsWith('i') ? 1_024 : 1_000;
        expect(parseQuantity(`${count}${suffix}`)).toBe(
          count * base ** ('kMG'.indexOf(suffix.charAt(0).replace('K', 'k')) + 1),
        );
      }),
      { seed: 4 },
    );
  });
});
