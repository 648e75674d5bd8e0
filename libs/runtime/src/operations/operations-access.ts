/** What opens the operations endpoints of one chain's nodes. Never log it. */
export interface OperationsAccess {
  /** Certificates of the TLS CAs that signed the nodes' server certificates, by organization, PEM. */
  readonly authorities: Readonly<Record<string, string>>;
  /** The monitoring client of the chain, PEM. */
  readonly certificate: string;
  /** PKCS #8 PEM. */
  readonly privateKey: string;
}

/** Undefined for a chain without a monitoring CA: its operations endpoints are plain HTTP. */
export type OperationsAccessOf = (chainId: string) => Promise<OperationsAccess | undefined>;

/** TLS of a request to one node as the chain's monitoring client; undefined where the node serves plain HTTP. */
export function monitoringTls(access: OperationsAccess | undefined, organization: string): OperationsTls | undefined {
  if (access === undefined) return undefined;
  const { authorities, certificate, privateKey } = access;
  return { ca: authorities[organization] ?? '', certificate, privateKey };
}

/** How a client trusts an operations endpoint and what it presents. Without a certificate only health is readable. */
export interface OperationsTls {
  /** Certificate of the CA that signed the server's, PEM. */
  readonly ca: string;
  /** The name in the server's certificate; default: the host of the address. */
  readonly serverName?: string;
  readonly certificate?: string;
  readonly privateKey?: string;
}
