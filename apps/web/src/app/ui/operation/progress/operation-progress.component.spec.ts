import { TestBed } from '@angular/core/testing';
import { MatProgressBarHarness } from '@angular/material/progress-bar/testing';
import type { Operation, OperationState, StepState } from '@heddle/contracts';
import { operationOf } from '../../../../testing/builders';
import { mount } from '../../../../testing/mount';
import { OperationProgressComponent } from './operation-progress.component';

async function bar(operation: Operation) {
  TestBed.resetTestingModule();
  const { loader, element } = await mount(OperationProgressComponent, { inputs: { operation } });
  const harness = await loader.getHarness(MatProgressBarHarness);
  return { mode: await harness.getMode(), value: await harness.getValue(), tone: element.className };
}

/** Steps of weight 1 and 3. */
const at = (plan: StepState, nodes: StepState, progress: number): Operation => {
  const operation = operationOf({ state: 'running', progress });
  const states = [plan, nodes];
  return {
    ...operation,
    steps: operation.steps.map((step, index) => ({ ...step, state: states[index] ?? 'pending' })),
  };
};

describe('the progress of an operation', () => {
  it.each<[OperationState, string]>([
    ['failed', 'bad'],
    ['running', 'busy'],
    ['succeeded', 'ok'],
    ['cancelled', 'idle'],
    ['rolled_back', 'warn'],
  ])('has the colour of its state: %s is %s', async (state, tone) => {
    expect((await bar(operationOf({ state, progress: 0.94 }))).tone).toBe(tone);
  });

  it('moves by itself while the running step reports nothing', async () => {
    expect((await bar(at('running', 'pending', 0))).mode).toBe('indeterminate');
    expect((await bar(at('succeeded', 'running', 0.25))).mode).toBe('indeterminate');
  });

  it('is as long as what is done once the step reports it, and while nothing runs', async () => {
    expect(await bar(at('succeeded', 'running', 0.5))).toMatchObject({ mode: 'determinate', value: 50 });
    expect(await bar(at('pending', 'pending', 0))).toMatchObject({ mode: 'determinate', value: 0 });
    expect((await bar({ ...at('succeeded', 'failed', 0.25), state: 'failed' })).mode).toBe('determinate');
  });
});
