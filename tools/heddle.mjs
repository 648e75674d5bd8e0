/**
 * node tools/heddle.mjs <command> [options]
 *
 * The entry point of all commands of the workspace. It installs what is missing, then runs again under the project's
 * own Node. Everything it imports before that must run on Node 18 and must not need a package.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { COMMANDS } from './commands/index.mjs';
import { nodeArguments } from './lib/node-arguments.mjs';
import { say, sayFailure } from './lib/say.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { projectNode, withProjectPath } from './setup/node.mjs';

/** @param {readonly string[]} argv */
async function main([name, ...args]) {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (!command) {
    say('Usage: node tools/heddle.mjs <command>');
    for (const { name: known, summary } of COMMANDS) say(`  ${known.padEnd(14)}${summary}`);
    return 2;
  }
  if (process.env['HEDDLE_TOOLS_ENTERED'] !== undefined) {
    // For this run only: a command that runs this file again sets its own.
    delete process.env['HEDDLE_TOOLS_ENTERED'];
    endWithParent();
    return (await command.load())(args);
  }
  await ensureDependencies();
  return enterProjectNode([command.name, ...args]);
}

/**
 * Runs this file again under the project's Node. Signals are forwarded; a terminal's Ctrl-C arrives twice.
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
function enterProjectNode(args) {
  const node = projectNode();
  const env = { ...withProjectPath(node), HEDDLE_TOOLS_ENTERED: '1' };
  const child = spawn(node, nodeArguments([fileURLToPath(import.meta.url), ...args]), { env, stdio: 'inherit' });
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 128));
  });
}

/** Covers a parent that was killed and could not forward a signal. */
function endWithParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
}
