import type { Readiness } from '@heddle/topology';
import { connect } from 'node:net';
import { get } from 'node:http';
import { isListening } from './listeners';

const PROBE_MS = 2_000;

/** Address and port numbers of the node that is asked. */
export interface ProbeTarget {
  readonly host: string;
  readonly ports: Readonly<Record<string, number>>;
}

/** What is still missing, as a sentence; null when the condition holds. */
export async function probe(readiness: Readiness, { host, ports }: ProbeTarget): Promise<string | null> {
  const port = ports[readiness.port];
  if (port === undefined) return `it has no port named ${readiness.port}`;
  if (readiness.type === 'tcp') return probeTcp(readiness.port, host, port);
  const answer = await httpGet({ host, port, path: readiness.path });
  if (answer === undefined) return `${readiness.port} port ${port} does not answer`;
  return answer.status === readiness.expectStatus
    ? null
    : `${readiness.path} says ${answer.status}: ${summary(answer.body)}`;
}

/** The first condition of a node that does not hold; null when it is ready. */
export async function firstUnmet(conditions: readonly Readiness[], target: ProbeTarget): Promise<string | null> {
  const results = await Promise.all(conditions.map((condition) => probe(condition, target)));
  return results.find((result) => result !== null) ?? null;
}

const summary = (body: string): string => body.replaceAll(/\s+/g, ' ').trim().slice(0, 200);

async function probeTcp(name: string, host: string, port: number): Promise<string | null> {
  const listening = await isListening(port);
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

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

interface HttpRequest {
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** A plain GET; undefined when nobody answers. */
export function httpGet({ host, port, path }: HttpRequest): Promise<HttpAnswer | undefined> {
  return new Promise((resolve) => {
    const request = get({ host, port, path, timeout: PROBE_MS, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') });
      });
      response.on('error', () => {
        resolve(undefined);
      });
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => {
      resolve(undefined);
    });
  });
}
