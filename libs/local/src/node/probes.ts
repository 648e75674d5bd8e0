import { readOperations, type OperationsAnswer } from '@heddle/runtime';
import type { Readiness } from '@heddle/topology';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { isListening } from './listeners';

const PROBE_MS = 2_000;

/** The node that is probed. */
export interface ProbeTarget {
  readonly host: string;
  readonly ports: Readonly<Record<string, number>>;
  /** Its configuration folder. */
  readonly config: string;
  /** How long ago its process may have listened on its ports, in milliseconds; 0 by default. */
  readonly listenersMaxAgeMs?: number;
}

/** What is still missing, as a sentence; null when the condition holds. */
export async function probe(readiness: Readiness, target: ProbeTarget): Promise<string | null> {
  const port = target.ports[readiness.port];
  if (port === undefined) return `it has no port named ${readiness.port}`;
  if (readiness.type === 'tcp') return probeTcp(readiness.port, port, target);
  return probeHttp(readiness, port, target);
}

type HttpReadiness = Extract<Readiness, { type: 'http' }>;

async function probeHttp(
  readiness: HttpReadiness,
  port: number,
  { host, config }: ProbeTarget,
): Promise<string | null> {
  const { path, expectStatus, tlsCaFile } = readiness;
  let answer: OperationsAnswer;
  try {
    const tls = tlsCaFile === undefined ? undefined : { ca: [await readFile(join(config, tlsCaFile), 'utf8')] };
    answer = await readOperations({ host, port, path, tls, timeoutMs: PROBE_MS });
  } catch (error) {
    return `${readiness.port} port ${port} does not answer${distrust(error)}`;
  }
  return answer.status === expectStatus ? null : `${path} says ${answer.status}: ${summary(answer.body)}`;
}

/** Errors of the connection itself; other errors concern the certificates. */
const CONNECTION = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ABORT_ERR']);

function distrust(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error) || CONNECTION.has(String(error.code))) return '';
  return `: ${error.message}`;
}

/** The first condition of a node that does not hold; null when it is ready. */
export async function firstUnmet(conditions: readonly Readiness[], target: ProbeTarget): Promise<string | null> {
  const results = await Promise.all(conditions.map((condition) => probe(condition, target)));
  return results.find((result) => result !== null) ?? null;
}

const summary = (body: string): string => body.replaceAll(/\s+/g, ' ').trim().slice(0, 200);

async function probeTcp(name: string, port: number, { host, listenersMaxAgeMs }: ProbeTarget): Promise<string | null> {
  const listening = await isListening(port, listenersMaxAgeMs);
  if (listening === undefined) return probeByConnecting(name, host, port);
  return listening ? null : `${name} port ${port} refuses connections`;
}

function probeByConnecting(name: string, host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (result: string | null) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(PROBE_MS, () => {
      end(`${name} port ${port} does not answer`);
    });
    socket.once('connect', () => {
      end(null);
    });
    socket.once('error', () => {
      end(`${name} port ${port} refuses connections`);
    });
  });
}
