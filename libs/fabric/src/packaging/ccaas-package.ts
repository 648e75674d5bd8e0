import type { KeyPair } from '../identities/key-pair';
import { packageChaincode } from './chaincode-package';
import { InvalidChaincodePackageError } from './package-errors';
import { assertStateDbIndex } from './statedb-index';

export interface CcaasPackageOptions {
  readonly label: string;
  /** `host:port` where the peer finds the chaincode server. */
  readonly address: string;
  /** How long the peer tries to connect, as a Go duration. */
  readonly dialTimeout?: string;
  /** PEM of the CA that signed the server's certificate; without it the peer connects without TLS. */
  readonly rootCertificate?: string;
  /** The peer's client certificate, for a server that requires one. Needs `rootCertificate`. */
  readonly clientAuth?: KeyPair;
  /** CouchDB indexes by their path below META-INF, such as `statedb/couchdb/indexes/byOwner.json`. */
  readonly metaInf?: Readonly<Record<string, string>>;
}

/**
 * Creates the package of a chaincode that runs as a service: `connection.json` in the form that a peer reads
 * (`core/container/externalbuilder/instance.go`, `ChaincodeServerUserData`) and the indexes of the state database.
 * @throws InvalidChaincodePackageError
 */
export async function ccaasPackage(options: CcaasPackageOptions): Promise<Buffer> {
  const { label, metaInf = {} } = options;
  const indexes = Object.entries(metaInf).map(([path, content]) => [`META-INF/${path}`, content] as const);
  for (const [path, content] of indexes) assertStateDbIndex(path, content);
  const files = { 'connection.json': connectionJson(options), ...Object.fromEntries(indexes) };
  return packageChaincode({ label, type: 'ccaas', files });
}

function connectionJson({ address, dialTimeout = '10s', rootCertificate, clientAuth }: CcaasPackageOptions): string {
  assertAddress(address);
  assertDuration(dialTimeout);
  if (clientAuth !== undefined && rootCertificate === undefined) {
    throw new InvalidChaincodePackageError('clientAuth without rootCertificate', 'Give the root certificate as well.');
  }
  return JSON.stringify({
    address,
    dial_timeout: dialTimeout,
    tls_required: rootCertificate !== undefined,
    ...(rootCertificate !== undefined && { root_cert: rootCertificate }),
    client_auth_required: clientAuth !== undefined,
    ...(clientAuth !== undefined && { client_key: clientAuth.privateKey, client_cert: clientAuth.certificate }),
  });
}

function assertAddress(address: string): void {
  const port = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(\d{1,5})$/.exec(address)?.[1];
  if (port !== undefined && Number(port) >= 1 && Number(port) <= 65_535) return;
  throw new InvalidChaincodePackageError(`${JSON.stringify(address)} is not an address`, 'Write host:port.');
}

function assertDuration(duration: string): void {
  if (/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(duration)) return;
  throw new InvalidChaincodePackageError(
    `${JSON.stringify(duration)} is not a duration`,
    'Write it like 10s or 500ms.',
  );
}
