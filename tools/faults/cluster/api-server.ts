import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ApiServer } from '../ground';
import { required } from './cluster-ground';

const HEDDLE = join(__dirname, '..', '..', 'heddle.mjs');

/** The API server of tools/cluster. That of any other cluster must not be killed. */
export function apiServerOfTests(): ApiServer {
  const state = required('HEDDLE_TEST_CLUSTER_STATE');
  const control = async (action: 'stop' | 'start'): Promise<void> => {
    await promisify(execFile)(process.execPath, [HEDDLE, 'cluster', '--state', state, 'api-server', action]);
  };
  return { kill: () => control('stop'), start: () => control('start') };
}
