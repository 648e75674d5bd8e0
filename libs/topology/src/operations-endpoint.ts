import type { FileTree, Readiness } from './workload';

/** Where a node finds the certificate of the CA whose clients may read its metrics and change its log level. */
const MONITORING_CA_FILE = 'tls/monitoring-ca.crt';
const TLS_CA_FILE = 'tls/ca.crt';

const TLS = {
  certificate: '${config}/tls/server.crt',
  key: '${config}/tls/server.key',
  clientRoot: `\${config}/${MONITORING_CA_FILE}`,
} as const;

/**
 * The operations endpoint of a node (Fabric's `core/operations/system.go`). With a monitoring CA it is served with TLS:
 * `/healthz` and `/version` answer every client, `/metrics` and `/logspec` those with a certificate of that CA.
 * Without one it is plain HTTP, as on chains that were created before there were monitoring CAs.
 */
export interface OperationsEndpoint {
  /** Settings beside the listener's address. */
  readonly env: Readonly<Record<string, string>>;
  readonly files: FileTree;
  readonly readiness: Readiness;
}

type NodeKind = 'orderer' | 'peer';

const ENVIRONMENT: Readonly<Record<NodeKind, Readonly<Record<string, string>>>> = {
  orderer: {
    ORDERER_OPERATIONS_TLS_ENABLED: 'true',
    ORDERER_OPERATIONS_TLS_CERTIFICATE: TLS.certificate,
    ORDERER_OPERATIONS_TLS_PRIVATEKEY: TLS.key,
    ORDERER_OPERATIONS_TLS_CLIENTAUTHREQUIRED: 'false',
    ORDERER_OPERATIONS_TLS_CLIENTROOTCAS: `[${TLS.clientRoot}]`,
  },
  peer: {
    CORE_OPERATIONS_TLS_ENABLED: 'true',
    CORE_OPERATIONS_TLS_CERT_FILE: TLS.certificate,
    CORE_OPERATIONS_TLS_KEY_FILE: TLS.key,
    CORE_OPERATIONS_TLS_CLIENTAUTHREQUIRED: 'false',
    CORE_OPERATIONS_TLS_CLIENTROOTCAS_FILES: TLS.clientRoot,
  },
};

/** @param monitoringCa certificate of the chain's monitoring CA, PEM */
export function operationsEndpoint(kind: NodeKind, monitoringCa: string | undefined): OperationsEndpoint {
  const readiness = { type: 'http', port: 'operations', path: '/healthz', expectStatus: 200 } as const;
  if (monitoringCa === undefined) return { env: {}, files: {}, readiness };
  return {
    env: ENVIRONMENT[kind],
    files: { [MONITORING_CA_FILE]: { content: monitoringCa, secret: false } },
    readiness: { ...readiness, tlsCaFile: TLS_CA_FILE },
  };
}
