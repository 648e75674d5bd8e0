import { randomUUID } from 'node:crypto';
import { type OperationId, STEP_STATES } from '@heddle/contracts';
import fc from 'fast-check';
import { planSteps, progressOf, samePlan } from './plan';

const id = randomUUID() as OperationId;
const seed = 20_261_123;
const planned = fc.uniqueArray(
  fc.record({ name: fc.stringMatching(/^[a-z]{1,6}$/), weight: fc.double({ min: 0.1, max: 100, noNaN: true }) }),
  { selector: ({ name }) => name, maxLength: 8 },
);
const withStates = planned.chain((steps) =>
  fc
    .array(fc.constantFrom(...STEP_STATES), { minLength: steps.length, maxLength: steps.length })
    .map((states) => planSteps(id, steps, []).map((step, index) => Object.assign(step, { state: states[index] }))),
);

describe('the steps of an operation', () => {
  it('follow the handler’s list and keep the data of steps with the same name', () => {
    fc.assert(
      fc.property(withStates, planned, (known, list) => {
        const steps = planSteps(id, list, known);
        expect(samePlan(list, steps)).toBe(true);
        expect(steps.map(({ position }) => position)).toEqual(list.map((_step, index) => index));
        for (const step of steps) {
          expect(step.state).toBe(known.find(({ name }) => name === step.name)?.state ?? 'pending');
        }
      }),
      { seed },
    );
  });
});

describe('progress', () => {
  it('is between 0 and 1, and 1 only when every step has succeeded', () => {
    fc.assert(
      fc.property(withStates, fc.double({ min: -1, max: 2, noNaN: true }), (steps, fraction) => {
        const [running] = steps.filter(({ state }) => state === 'running');
        const progress = progressOf(steps, running === undefined ? undefined : { step: running.name, fraction });
        expect(progress).toBeGreaterThanOrEqual(0);
        expect(progress).toBeLessThanOrEqual(1);
        const all = steps.every(({ state }) => state === 'succeeded');
        if (all) expect(progress).toBe(1);
        else expect(progress).toBeLessThan(1);
      }),
      { seed },
    );
  });

  it('never falls while a step reports more and more of itself and then succeeds', () => {
    const fractions = fc.array(fc.double({ min: 0, max: 1, noNaN: true })).map((all) => all.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(planned, fractions, (list, reported) => {
        const steps = planSteps(id, list, []);
        const seen: number[] = [];
        for (const step of steps) {
          step.state = 'running';
          for (const fraction of reported) seen.push(progressOf(steps, { step: step.name, fraction }));
          step.state = 'succeeded';
          seen.push(progressOf(steps));
        }
        expect(seen).toEqual(seen.toSorted((one, other) => one - other));
      }),
      { seed },
    );
  });

  it('never decreases while steps succeed in order', () => {
    fc.assert(
      fc.property(planned, (list) => {
        const steps = planSteps(id, list, []);
        let last = 0;
        for (const step of steps) {
          step.state = 'succeeded';
          expect(progressOf(steps)).toBeGreaterThanOrEqual(last);
          last = progressOf(steps);
        }
      }),
      { seed },
    );
  });
});
