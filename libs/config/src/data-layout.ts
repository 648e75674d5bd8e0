import { join } from 'node:path';

/** The two folders of an installation; they are the same one unless chains run on clusters. */
export interface DataFolders {
  readonly dataDirectory: string;
  /** What clusters mount as well: an NFS mount in production. */
  readonly sharedDirectory: string;
}

/** Where things lie below the data directory and the shared one; the one place that knows the folder names. */
export function dataLayout({ dataDirectory, sharedDirectory }: DataFolders) {
  const below = (...parts: string[]): string => join(dataDirectory, ...parts);
  const shared = (...parts: string[]): string => join(sharedDirectory, ...parts);
  return {
    root: dataDirectory,
    keys: below('keys'),
    masterKey: below('keys', 'master.key'),
    firstAdminPassword: below('keys', 'first-admin-password'),
    /** `<chain id>/…`: public files that Heddle keeps for a chain. */
    artifacts: shared('artifacts'),
    /** `<chain id>/<node>/…`: configuration, ledger and logs of nodes on this machine. */
    nodes: below('nodes'),
    /** `<sha256>`: uploaded chaincode archives. */
    sources: shared('sources'),
    /** `<content hash>/`: built chaincode. */
    builds: shared('builds'),
    /** The folder that clusters mount. */
    shared: shared(),
    logs: below('logs'),
    run: below('run'),
    apiAddress: below('run', 'api.json'),
  } as const;
}
export type DataLayout = ReturnType<typeof dataLayout>;
