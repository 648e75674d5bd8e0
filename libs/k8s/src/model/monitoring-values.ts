import type { OperationsAccess } from '@heddle/runtime';
import { SHARED_SERVER_NAME } from '@heddle/topology';

/** How Prometheus reads the metrics of a chain's nodes. */
export interface MonitoringValues {
  /** `ca.crt`, `client.crt` and `client.key`, in base64. */
  readonly secret: { readonly name: string; readonly data: Readonly<Record<string, string>> };
  readonly serverName: string;
}

const SECRET = 'monitoring-client';

/** Null if operations endpoints are plain HTTP. */
export function monitoringValues(access: OperationsAccess | undefined): MonitoringValues | null {
  if (access === undefined) return null;
  const { authorities, certificate, privateKey } = access;
  const files = {
    'ca.crt': Object.values(authorities).join(''),
    'client.crt': certificate,
    'client.key': privateKey,
  };
  const data = Object.entries(files).map(([name, text]) => [name, Buffer.from(text).toString('base64')]);
  return {
    secret: { name: SECRET, data: Object.fromEntries(data) as Record<string, string> },
    serverName: SHARED_SERVER_NAME,
  };
}
