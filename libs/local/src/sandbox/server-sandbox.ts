import type { NodeFolder } from '../node/node-folder';
import type { NodeRecord } from '../node/node-record';
import { homes } from './user-caches';
import type { ChaincodeSandbox } from './chaincode-sandbox';
import type { Mount } from './mount';
import { sandboxCommand } from './sandbox-command';
import { sandboxPrograms } from './sandbox-program';
import { toolMounts } from './tool-view';

/**
 * Runs as `sh -c SCRIPT heddle-sandbox VARIABLE BWRAP ARGS...` beside bubblewrap, as the process that is known. It lives
 * until the server has ended, also when it is asked to end itself: the server is asked as well, and gets its time. When
 * it is killed, bubblewrap and all that it holds are killed with it. The variable is what a process is recognised by:
 * bubblewrap goes without, so that nobody ends it before the server.
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

/** Memory for what a server writes to `/tmp`, in MiB. */
const TEMPORARY_MIB = 64;

export interface ServerPlace {
  readonly folder: NodeFolder;
  readonly record: NodeRecord;
  /** The variable by which its processes are recognised, and its value. */
  readonly marker: readonly [string, string];
}

/**
 * A chaincode server's command in its sandbox: the system, its language's tools, its build and its own configuration to
 * read, and nothing to write but a small `/tmp` that goes with it.
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
