import { join } from 'node:path';

/** The two folders of an installation. They are the same unless chains run on clusters. */
export interface DataFolders {
  readonly dataDirectory: string;
  /** The folder that clusters also mount: an NFS mount in production. */
  readonly sharedDirectory: string;
}

/** Folders below the data directory and the shared one. Folder names are defined only here. */
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
