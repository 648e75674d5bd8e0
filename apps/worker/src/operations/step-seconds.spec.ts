import { OPERATION_KINDS, OPERATION_STEPS } from '@heddle/contracts';
import { handlers } from './handlers';
import { STEP_SECONDS } from './step-seconds';

it.each(OPERATION_KINDS)('the steps of %s are those of the contract, in its order', (kind) => {
  expect(handlers[kind].steps.map(({ name }) => name)).toEqual(OPERATION_STEPS[kind]);
});

it.each(OPERATION_KINDS)('the steps of %s weigh what they take', (kind) => {
  const weights = Object.fromEntries(handlers[kind].steps.map(({ name, weight }) => [name, weight]));
  expect(weights).toEqual(STEP_SECONDS[kind]);
});
