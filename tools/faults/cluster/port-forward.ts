import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Reached } from '../ledgers';
import type { NodeRow } from '../rows';
import { objects } from './kubectl';

/** A node's gRPC port on this machine, by `kubectl port-forward`. */
export async function forwarded(chainId: string, { name, ports }: NodeRow): Promise<Reached> {
  const selector = ['--selector', `heddle.dev/chain=${chainId},heddle.dev/node=${name}`];
  const [pod] = await objects('pods', '--all-namespaces', ...selector);
  if (pod === undefined) throw new Error(`There is no pod of ${name}.`);
  const { namespace = '' } = pod.metadata;
  const args = ['--namespace', namespace, 'port-forward', pod.metadata.name, `:${String(ports['grpc'])}`];
  const child = spawn('kubectl', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  // "Forwarding from 127.0.0.1:40001 -> 7051"
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const address = /127\.0\.0\.1:\d+/.exec(line)?.[0];
  if (address === undefined) throw new Error(`kubectl does not forward to ${name}: ${line}`);
  return {
    address,
    hostnameOverride: `${name}.${namespace}.svc`,
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
    },
  };
}
