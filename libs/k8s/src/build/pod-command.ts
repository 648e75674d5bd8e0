import { join } from 'node:path';
import { withOutput, type BuildRecord } from '@heddle/runtime';
import { PROGRAM_FOLDER } from '../model/folders';

/** Prepends folders to the PATH of the image. A variable of the pod would replace the PATH. */
const WITH_FOLDERS = 'PATH="$0:$PATH"; export PATH; exec "$@"';

/** The start command of a build in a pod. Only the image knows the paths of its own programs. */
export function podCommand({ command, path }: Pick<BuildRecord, 'command' | 'path'>): readonly string[] {
  const program = command.map((part) => withOutput(part, PROGRAM_FOLDER));
  if (path.length === 0) return program;
  const folders = path.map((folder) => join(PROGRAM_FOLDER, folder)).join(':');
  return ['/bin/sh', '-c', WITH_FOLDERS, folders, ...program];
}
