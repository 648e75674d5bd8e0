import { isTooOld } from './freshness';

it('makes the values of several nodes too old one after another, and none later than the limit', () => {
  const phases = [0.05, 0.35, 0.65, 0.95];
  const tooOld = (later: number) =>
    phases.filter((phase) => isTooOld(400_000, 400_000 + later, { maxAgeMs: 400, phase })).length;
  expect([0, 100, 200, 300, 400].map(tooOld)).toEqual([0, 1, 2, 3, 4]);
  expect(isTooOld(1, 1, { maxAgeMs: 0, phase: 0 })).toBe(true);
});
