import { nodeArguments } from '../lib/node-arguments.mjs';
import { fromRoot } from '../lib/root.mjs';

/** Arguments for Node that run spec files with node:test one after the other and write a report. */
export function nodeTestArguments(files: readonly string[], report: string) {
  return nodeArguments([
    '--test',
    '--test-concurrency=1',
    // A file whose hook failed may have left a server open. Without this option the run would never end or report.
    '--test-force-exit',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${fromRoot('tools', 'test', 'node-reporter.ts')}`,
    `--test-reporter-destination=${report}`,
    ...files,
  ]);
}
