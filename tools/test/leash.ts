/**
 * node tools/test/leash.ts <minutes> <report, or -> <command> [arguments]
 *
 * Runs a command. It ends with all its descendants at its time limit, when this process is asked to end, and when the
 * parent of this process is killed. The command's working directory is this process's own.
 */
import { runWithin } from './limit.ts';

const [minutes, report, command, ...args] = process.argv.slice(2);
if (command === undefined) {
  process.stderr.write('Usage: node tools/test/leash.ts <minutes> <report, or -> <command> [arguments]\n');
  process.exitCode = 2;
} else {
  process.exitCode = await runWithin({
    command,
    args,
    cwd: process.cwd(),
    minutes: Number(minutes),
    ...(report === undefined || report === '-' ? {} : { report }),
  });
}
