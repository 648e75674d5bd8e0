import { operationRoom, type Operation, type OperationError } from '@heddle/contracts';
import { mount, shows } from '../../../../testing/mount';
import { eventOf, operationId, operationOf } from '../../../../testing/builders';
import { TestApi } from '../../../../testing/test-api';
import { OperationRunComponent } from './operation-run.component';

const room = operationRoom(operationId);

async function run(operation: Operation) {
  const server = new TestApi();
  server.on('GET', `/operations/${operationId}`, () => operation);
  server.on('GET', `/operations/${operationId}/events`, () => ({ items: [], lastSeq: 0 }));
  const mounted = await mount(OperationRunComponent, { providers: [server.provider], inputs: { operationId } });
  await shows(mounted, 'Create chain');
  return { ...mounted, server };
}
const button = (element: HTMLElement, words: string) =>
  [...element.querySelectorAll('button')].find((one) => one.textContent.includes(words));

describe('OperationRunComponent', () => {
  it('opens the running step and shows what it says as it says it', async () => {
    const mounted = await run(operationOf({ state: 'running' }));
    const event = eventOf(1, { step: 'plan', stepState: 'running', message: '2 of 3 orderers ready', progress: 0.25 });
    mounted.socket.send(room, { topic: 'operation.event', event });
    await shows(mounted, '2 of 3 orderers ready', '25%');
  });

  it('shows no percentage at steps that have not begun: it would read as their progress', async () => {
    const { element } = await run(operationOf({ state: 'queued' }));
    expect(element.querySelector('app-timeline')?.textContent).not.toContain('%');
  });

  it('shows why it failed and what to do, and retries when asked', async () => {
    const error = {
      code: 'port_taken' as const,
      message: 'Port 7050 is taken.',
      remedy: 'Stop the other program.',
      cause: 'bind: address already in use',
      retryable: false,
      step: 'nodes',
    };
    const mounted = await run(operationOf({ state: 'failed', error, allowedActions: ['retry', 'rollback'] }));
    const { server, element, text } = mounted;
    await shows(mounted, 'Port 7050 is taken.', 'Stop the other program.', 'bind: address already in use');
    server.on('POST', `/operations/${operationId}/retry`, () => operationOf({ state: 'queued', attempt: 2 }));
    button(element, 'Retry')?.click();
    await shows(mounted, 'Queued');
    expect(text()).not.toContain('Port 7050 is taken.');
  });

  it('shows no percentage for a step that has not begun', async () => {
    const { element } = await run(operationOf({ state: 'queued', startedAt: null }));
    expect(element.querySelectorAll('app-timeline li').length).toBe(2);
    expect(element.querySelector('app-timeline')?.textContent).not.toContain('%');
  });

  it('offers only what the server allows', async () => {
    const { element } = await run(operationOf({ state: 'running', allowedActions: [] }));
    expect(button(element, 'Cancel')).toBeUndefined();
    expect(button(element, 'Retry')).toBeUndefined();
  });

  it('fetches the steps of an operation that was seen before it began', async () => {
    const mounted = await run(operationOf({ steps: [] }));
    mounted.server.on('GET', `/operations/${operationId}`, () => operationOf({ state: 'running', asOfSeq: 1 }));
    mounted.socket.send(room, { topic: 'operation.event', event: eventOf(1) });
    await shows(mounted, 'Running', 'Start nodes');
    expect(mounted.element.querySelectorAll('app-timeline li').length).toBe(2);
  });

  it('fetches the finished operation, for the cause that events do not carry', async () => {
    const mounted = await run(operationOf({ state: 'running' }));
    const error: OperationError = {
      code: 'no_leader',
      message: 'No leader.',
      remedy: 'Wait.',
      cause: null,
      retryable: true,
      step: null,
    };
    mounted.server.on('GET', `/operations/${operationId}`, () => operationOf({ state: 'failed', asOfSeq: 1, error }));
    mounted.socket.send(room, {
      topic: 'operation.event',
      event: eventOf(1, { state: 'failed', step: 'plan', stepState: 'failed' }),
    });
    await shows(mounted, 'No leader.');
  });
});
