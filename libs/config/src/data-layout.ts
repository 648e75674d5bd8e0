import { join } from 'node:path';

/** Where things lie below the data directory; the one place that knows the folder names. */
export function dataLayout(dataDirectory: string) {
  const below = (...parts: string[]): string => join(dataDirectory, ...parts);
  return {
    root: dataDirectory,
    keys: below('keys'),
    masterKey: below('keys', 'master.key'),
    firstAdminPassword: below('keys', 'first-admin-password'),
    /** `<chain id>/…`: public files that Heddle keeps for a chain. */
    artifacts: below('artifacts'),
    /** `<chain id>/<node>/…`: configuration, ledger and logs of nodes on this machine. */
    nodes: below('nodes'),
    /** `<sha256>`: uploaded chaincode archives. */
    sources: below('sources'),
    /** `<content hash>/`: built chaincode. */
    builds: below('builds'),
    logs: below('logs'),
    run: below('run'),
    apiAddress: below('run', 'api.json'),
  } as const;
}
export type DataLayout = ReturnType<typeof dataLayout>;
