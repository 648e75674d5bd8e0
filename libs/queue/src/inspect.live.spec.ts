import type { ChainId, NodeId } from '@heddle/contracts';
import { TestRedis } from '@heddle/testing';
import { randomUUID } from 'node:crypto';
import { InspectClient, type InspectAnswers, InspectWorker } from './inspect';
import { quiet } from './testing/harness';

jest.setTimeout(30_000);

const question = {
  ask: 'node.logs' as const,
  nodeId: randomUUID() as NodeId,
  query: { tailBytes: 10, waitMs: 0 },
};

describe('a question to workers', () => {
  let server: TestRedis;
  let client: InspectClient;
  let worker: InspectWorker | null = null;
  let count = 0;
  let settings: { url: string; prefix: string };

  beforeAll(async () => {
    server = await TestRedis.start();
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    count += 1;
    settings = { url: server.url, prefix: `i${String(count)}` };
    client = new InspectClient(settings, quiet);
  });
  afterEach(async () => {
    await worker?.close();
    worker = null;
    await client.close();
  });

  const answerWith = async (answers: Partial<InspectAnswers>): Promise<void> => {
    const unasked = (): Promise<never> => Promise.reject(new Error('Unexpected question.'));
    const all = { 'node.logs': unasked, 'chain.events': unasked, 'node.log-level': unasked, ...answers };
    worker = new InspectWorker({ redis: settings, answers: all, log: quiet });
    await worker.ready();
  };

  it('is answered', async () => {
    const log = { text: 'hello', offset: 0, nextOffset: 5, truncated: false };
    await answerWith({ 'node.logs': () => Promise.resolve({ ask: 'node.logs', log }) });
    expect(await client.ask(question)).toEqual({ ask: 'node.logs', log });
  });

  it('is answered by the handler of its kind', async () => {
    const events = [
      { at: '2026-01-01T00:00:00Z', object: 'Pod/a', reason: 'Pulled', message: 'm', level: 'info' as const, count: 1 },
    ];
    await answerWith({ 'chain.events': () => Promise.resolve({ ask: 'chain.events', events }) });
    const answer = await client.ask({ ask: 'chain.events', chainId: randomUUID() as ChainId });
    expect(answer.events).toEqual(events);
  });

  it('fails with the worker’s error text when the worker cannot answer', async () => {
    const error = Object.assign(new Error('The node is gone.'), {
      code: 'not_found',
      remedy: 'Look again.',
      retryable: false,
    });
    await answerWith({ 'node.logs': () => Promise.reject(error) });
    await expect(client.ask(question)).rejects.toMatchObject({
      name: 'InspectError',
      code: 'not_found',
      message: 'The node is gone.',
      remedy: 'Look again.',
    });
  });

  it('fails as unavailable when no worker runs', async () => {
    await expect(client.ask(question, 100)).rejects.toMatchObject({ code: 'unavailable', retryable: true });
  });
});
