import { fromRoot } from '../lib/root.mjs';

/**
 * Arguments for Node that run spec files with node:test one after the other and write a report.
 * @param {readonly string[]} files
 * @param {string} report
 */
export function nodeTestArguments(files, report) {
  return [
    '--test',
    '--test-concurrency=1',
    // A file whose hook failed may have left a server open. Without this option the run would never end or report.
    '--test-force-exit',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${fromRoot('tools', 'test', 'node-reporter.mjs')}`,
    `--test-reporter-destination=${report}`,
    ...files,
  ];
}
