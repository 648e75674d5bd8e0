import type { NodeId } from '@heddle/contracts';
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

  const answerWith = async (answers: InspectAnswers): Promise<void> => {
    worker = new InspectWorker({ redis: settings, answers, log: quiet });
    await worker.ready();
  };

  it('is answered', async () => {
    const log = { text: 'hello', offset: 0, nextOffset: 5, truncated: false };
    await answerWith({ 'node.logs': () => Promise.resolve({ ask: 'node.logs', log }) });
    expect(await client.ask(question)).toEqual({ ask: 'node.logs', log });
  });

  it('fails with the worker’s own words when the worker cannot answer', async () => {
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
