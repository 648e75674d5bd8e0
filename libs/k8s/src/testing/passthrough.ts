import { Child } from '@heddle/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClusterCalls } from '../apply/requests/cluster-calls';
import type { LiveObject } from '../apply/requests/live-object';
import { INGRESSES, SERVICES } from '../apply/requests/resource-path';
import type { ClusterContext } from '../cluster-context';
import { firstReached } from '../reach/probe';

interface Ingress extends LiveObject {
  readonly spec: {
    readonly rules: readonly { readonly host: string; readonly http: { readonly paths: IngressPath[] } }[];
  };
}

interface IngressPath {
  readonly backend: { readonly service: { readonly name: string; readonly port: { readonly name: string } } };
}

interface Service extends LiveObject {
  readonly spec: {
    readonly clusterIP: string;
    readonly ports: readonly { readonly name: string; readonly port: number }[];
  };
}

interface Backend {
  readonly host: string;
  readonly address: string;
}

const configuration = (port: number, backends: readonly Backend[]): string =>
  [
    'defaults',
    '  mode tcp',
    '  timeout connect 5s',
    '  timeout client 1m',
    '  timeout server 1m',
    'frontend tls',
    `  bind 127.0.0.1:${port}`,
    '  tcp-request inspect-delay 5s',
    '  tcp-request content accept if { req.ssl_hello_type 1 }',
    ...backends.map(({ host }, index) => `  use_backend node${index} if { req.ssl_sni -i ${host} }`),
    ...backends.flatMap(({ address }, index) => [`backend node${index}`, `  server node ${address}`]),
    '',
  ].join('\n');

/** HAProxy on this machine, routing TLS connections by a namespace's Ingress objects, as a controller configures it. */
export class Passthrough implements AsyncDisposable {
  private constructor(
    private readonly haproxy: Child,
    private readonly folder: string,
  ) {}

  /** @param port where it listens on the loopback address */
  static async start(context: ClusterContext, namespace: string, port: number): Promise<Passthrough> {
    const folder = await mkdtemp(join(tmpdir(), 'heddle-passthrough-'));
    const file = join(folder, 'haproxy.cfg');
    await writeFile(file, configuration(port, await backendsOf(new ClusterCalls(context), namespace)));
    const args = ['-db', '-f', file];
    const haproxy = await Child.start({
      name: 'haproxy',
      program: 'haproxy',
      args,
      env: {},
      logFile: join(folder, 'haproxy.log'),
    });
    await haproxy.until(async () => (await firstReached([{ host: '127.0.0.1', port }])).type === 'proven');
    return new Passthrough(haproxy, folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.haproxy.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function backendsOf(calls: ClusterCalls, namespace: string): Promise<Backend[]> {
  const services = await calls.list<Service>(SERVICES, { namespace });
  const ingresses = await calls.list<Ingress>(INGRESSES, { namespace });
  return ingresses
    .flatMap(({ spec }) => spec.rules)
    .flatMap(({ host, http }) => http.paths.map(({ backend }) => ({ host, address: addressOf(services, backend) })));
}

function addressOf(services: readonly Service[], { service: { name, port } }: IngressPath['backend']): string {
  const spec = services.find(({ metadata }) => metadata.name === name)?.spec;
  return `${spec?.clusterIP ?? ''}:${spec?.ports.find((one) => one.name === port.name)?.port ?? 0}`;
}
