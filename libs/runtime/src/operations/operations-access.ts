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

/** TLS of a request to a node as the chain's monitoring client. */
export function monitoringTls({ authorities, certificate, privateKey }: OperationsAccess): OperationsTls {
  return { ca: Object.values(authorities), certificate, privateKey };
}

/** How a client trusts an operations endpoint and what it presents. Without a certificate only health is readable. */
export interface OperationsTls {
  /** Certificates of CAs of which one signed the server's, PEM. */
  readonly ca: readonly string[];
  /** The name in the server's certificate; default: the host of the address. */
  readonly serverName?: string;
  readonly certificate?: string;
  readonly privateKey?: string;
}
