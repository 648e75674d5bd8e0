import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from './port.ts';
import type { Program } from './supervised.ts';

interface PrivateRedis {
  readonly program: Program;
  readonly url: string;
  readonly answers: () => Promise<boolean>;
}

/** A private Redis of this instance: loopback only, a new password per run, no eviction, append-only file. */
export async function privateRedis({
  command,
  folder,
  logs,
  env,
}: Pick<Program, 'command' | 'logs' | 'env'> & { readonly folder: string }): Promise<PrivateRedis> {
  const port = await freePort();
  const password = randomBytes(24).toString('hex');
  const config = join(folder, 'redis.conf');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(folder)}`,
    'daemonize no',
    'save ""',
    'appendonly yes',
    'appendfsync everysec',
    'maxmemory-policy noeviction',
  ];
  writeFileSync(config, `${lines.join('\n')}\n`, { mode: 0o600 });
  return {
    program: { name: 'redis', command, args: [config], env, cwd: folder, logs },
    url: `redis://:${password}@127.0.0.1:${port}/0`,
    answers: () => ping(port, password),
  };
}

/** Whether a Redis with this password answers; another program could have taken the port. */
function ping(port: number, password: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1_000 });
    let answer = '';
    socket.on('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on('data', (text) => {
      answer += String(text);
      if (answer.includes('+PONG') || answer.includes('-')) socket.end();
    });
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      resolve(answer === '+OK\r\n+PONG\r\n');
    });
  });
}
