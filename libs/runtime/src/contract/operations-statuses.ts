import { readOperations } from '../operations/read-operations';

const PATHS = ['/healthz', '/version', '/metrics', '/logspec'] as const;
type Statuses = Record<(typeof PATHS)[number], number>;

interface ClientCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Status of each path of a node's operations endpoint, for a client with or without a certificate. */
export function operationsStatuses(address: string, ca = ''): (client?: ClientCertificate) => Promise<Statuses> {
  const { hostname: host, port } = new URL(`https://${address}`);
  return async (client) => {
    const own = client === undefined ? {} : { certificate: client.certificate, privateKey: client.privateKey };
    const tls = { ca: [ca], serverName: 'localhost', ...own };
    const status = async (path: (typeof PATHS)[number]) => {
      const answer = await readOperations({ host, port: Number(port), path, tls, timeoutMs: 10_000 });
      return [path, answer.status] as const;
    };
    return Object.fromEntries(await Promise.all(PATHS.map(status))) as Statuses;
  };
}
