import type { NodeFolder } from '../node/node-folder';
import type { NodeRecord } from '../node/node-record';
import { homes } from './user-caches';
import type { ChaincodeSandbox } from './chaincode-sandbox';
import type { Mount } from './mount';
import { sandboxCommand } from './sandbox-command';
import { sandboxPrograms } from './sandbox-program';
import { toolMounts } from './tool-view';

/**
 * Runs as `sh -c SCRIPT heddle-sandbox VARIABLE BWRAP ARGS...` beside bubblewrap and is the server's main process. It
 * runs until the server has ended. It forwards a request to end and waits for the grace period. If it is killed,
 * bubblewrap and everything inside die with it. The variable identifies the server's processes. It is removed for
 * bubblewrap, so that bubblewrap is not ended before the server.
 */
const SUPERVISE = `
variable=$1
shift
trap 'asked=1' TERM INT HUP
env -u "$variable" "$@" &
child=$!
while :; do
  asked=
  wait "$child"
  code=$?
  [ -n "$asked" ] || exit "$code"
done
`;

/** Memory in MiB for files that a server writes to `/tmp`. */
const TEMPORARY_MIB = 64;

export interface ServerPlace {
  readonly folder: NodeFolder;
  readonly record: NodeRecord;
  /** The variable that identifies its processes, and its value. */
  readonly marker: readonly [string, string];
}

/**
 * A chaincode server's command in its sandbox. The system, the tools of its language, its build and its own
 * configuration are readable. Only a small temporary `/tmp` is writable.
 *
 * @throws SandboxMissingError
 */
export async function sandboxServer(
  { folder, record, marker: [variable, value] }: ServerPlace,
  sandbox: ChaincodeSandbox,
): Promise<string[]> {
  const readable = (path: string): Mount => ({ type: 'read', path });
  const tools = await toolMounts(record.env['PATH'] ?? '', [...homes(), ...sandbox.hidden]);
  const command = await sandboxCommand(await sandboxPrograms(), {
    command: record.command,
    cwd: record.cwd,
    bounds: sandbox.server,
    scratch: [{ type: 'memory', path: '/tmp', mib: TEMPORARY_MIB }],
    shown: [...tools, ...sandbox.readable.map(readable)],
    hidden: sandbox.hidden,
    own: [record.cwd, folder.config].map(readable),
    variables: { [variable]: value, HOME: '/tmp', TMPDIR: '/tmp' },
  });
  return ['/bin/sh', '-c', SUPERVISE, 'heddle-sandbox', variable, ...command];
}
