import { readOperations, type OperationsAnswer } from '../operations/read-operations';

const PATHS = ['/healthz', '/version', '/metrics', '/logspec'] as const;
type Statuses = Record<(typeof PATHS)[number], number>;

export interface ClientCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

type Read = (path: string, client?: ClientCertificate) => Promise<OperationsAnswer>;

/** Reads a node's operations endpoint, as a client with or without a certificate. */
export function operationsReader(address: string, ca = ''): Read {
  const { hostname: host, port } = new URL(`https://${address}`);
  return (path, client) => {
    const own = client === undefined ? {} : { certificate: client.certificate, privateKey: client.privateKey };
    const tls = { ca: [ca], serverName: 'localhost', ...own };
    return readOperations({ host, port: Number(port), path, tls, timeoutMs: 10_000 });
  };
}

/** Status of each path of the endpoint. */
export async function operationsStatuses(read: Read, client?: ClientCertificate): Promise<Statuses> {
  const status = async (path: (typeof PATHS)[number]) => [path, (await read(path, client)).status] as const;
  return Object.fromEntries(await Promise.all(PATHS.map(status))) as Statuses;
}
