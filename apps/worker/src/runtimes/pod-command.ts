import { join } from 'node:path';
import { withOutput, type BuildRecord } from '@heddle/runtime';

/** Where pods find a finished build. */
const PROGRAM_FOLDER = '/opt/chaincode';

/** Adds folders to the PATH of the image, which no variable of the pod can do: that would replace it. */
const WITH_FOLDERS = 'PATH="$0:$PATH"; export PATH; exec "$@"';

/** How a build is started in a pod: the image alone knows where its own programs are. */
export function podCommand({ command, path }: Pick<BuildRecord, 'command' | 'path'>): readonly string[] {
  const program = command.map((part) => withOutput(part, PROGRAM_FOLDER));
  if (path.length === 0) return program;
  const folders = path.map((folder) => join(PROGRAM_FOLDER, folder)).join(':');
  return ['/bin/sh', '-c', WITH_FOLDERS, folders, ...program];
}
