import { appendFileSync, existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChainId } from '@heddle/contracts';
import { openDatabase } from '@heddle/data';
import { z } from 'zod';
import { defineOperation, type StepContext, step } from '../define-operation';
import { OperationEngine } from '../operation-engine';
import { chainStart, handlersWith } from './worker-handlers';

/*
 * A worker process that tests kill and freeze. Each of its steps writes one line to a file. Step `two` waits until the
 * file GATE exists and ignores its signal.
 */
const { url, redisUrl, prefix, ran, gate, poison, leaseMs, concurrency } = z
  .object({
    url: z.string(),
    redisUrl: z.string(),
    prefix: z.string(),
    ran: z.string(),
    gate: z.string(),
    poison: z.string(),
    leaseMs: z.number(),
    concurrency: z.number(),
  })
  .parse(JSON.parse(process.env['WORKER'] ?? '{}'));

type Context = StepContext<{ chainId: ChainId }, object>;

const note = ({ operation }: Context, name: string): void => {
  appendFileSync(ran, `${operation.id} ${name} ${String(process.pid)}\n`);
};

const plain =
  (name: string) =>
  (context: Context): Promise<void> => {
    note(context, name);
    return Promise.resolve();
  };

async function gated(context: Context): Promise<void> {
  note(context, 'two');
  while (!existsSync(gate)) await delay(5);
  context.report.info(`two ended in ${String(process.pid)}`);
}

async function poisoned(context: Context): Promise<void> {
  note(context, 'poisoned');
  context.report.log(`${String(process.pid)} was here`);
  await context.checkpoint.set('pid', process.pid);
  if (existsSync(poison)) process.abort();
}

const weight = 1;

const stop = defineOperation<'chain.stop', object>('chain.stop', {
  steps: [step('one', { weight }, plain('one')), step('poisoned', { weight }, poisoned)],
});
const handler = chainStart<object>({
  steps: [
    step('one', { weight }, plain('one')),
    step('two', { weight }, gated),
    step('three', { weight }, plain('three')),
  ],
});

const say = (fields: object, message: string): void => {
  process.stdout.write(`${message} ${JSON.stringify(fields)}\n`);
};
const engine = new OperationEngine<object>({
  database: await openDatabase({ url }),
  redis: { url: redisUrl, prefix },
  handlers: handlersWith(handler, stop),
  services: {},
  log: { debug: say, info: say, warn: say, error: say },
  leaseMs,
  concurrency,
});
await engine.start();
process.stdout.write('ready\n');
