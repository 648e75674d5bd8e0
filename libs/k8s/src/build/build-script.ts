import type { ToolCommand } from '@heddle/runtime';
import { titleOf, withOutput } from '@heddle/runtime';

/** Where a build's pod finds its source and leaves its output. */
export const POD_SOURCE = '/build/source';
export const POD_OUTPUT = '/build/output';

/** Runs one command after the other; the container's termination message names the one that fails. */
const RUN = `run() {
  title=$1; shift
  echo "$ $title"
  "$@" && return
  code=$?
  printf '"%s" failed (exit %s).' "$title" "$code" > /dev/termination-log
  exit "$code"
}`;

/** A word that the shell takes literally. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function line(tool: ToolCommand): string {
  const variables = Object.entries(tool.env).map(([name, value]) => quoted(`${name}=${value}`));
  const words = [tool.command, ...tool.args].map((word) => quoted(withOutput(word, POD_OUTPUT)));
  return ['run', quoted(titleOf(tool)), 'env', ...variables, ...words].join(' ');
}

/** The shell script of a build's pod. */
export function buildScript(commands: readonly ToolCommand[]): string {
  return [RUN, ...commands.map(line), ''].join('\n');
}
