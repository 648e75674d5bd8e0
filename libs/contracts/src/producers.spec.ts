import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  CHAIN_STATES,
  CHAINCODE_STATES,
  CHANNEL_STATES,
  CLUSTER_STATES,
  ERROR_CODES,
  HEALTH_REASONS,
  HEALTH_STATUSES,
  NODE_STATES,
  OPERATION_STATES,
  STEP_STATES,
  StoredPayload,
  TransientPayload,
} from './index';

/*
 * The contracts' names are all produced: each state, reason and topic occurs in the code that writes it, and each topic
 * also in the code that reads it. The sources
 * are searched as text, so a name in a comment would count; no comment contains one.
 */

const ROOT = join(__dirname, '../../..');

function sourcesIn(path: string): string[] {
  const full = join(ROOT, path);
  if (statSync(full).isFile()) return [readFileSync(full, 'utf8')];
  return readdirSync(full).flatMap((name) => {
    if (name === 'node_modules' || name === 'testing' || /\.spec\.ts$/.test(name)) return [];
    return statSync(join(full, name)).isDirectory() || name.endsWith('.ts') ? sourcesIn(join(path, name)) : [];
  });
}

const NODES = ['libs/local/src', 'libs/k8s/src/observe', 'libs/data/src/repositories/nodes.ts'];
const VIEWS = 'libs/data/src/views/seen-status.ts';
const OPERATIONS = 'apps/worker/src/operations';
const HEALTH = 'libs/contracts/src/health';
const SERVERS = [
  'apps/api/src',
  'apps/worker/src',
  'libs/queue/src',
  'libs/data/src',
  'libs/fabric/src',
  'libs/k8s/src',
  'libs/local/src',
  'libs/runtime/src',
  'libs/manifests/src',
  'libs/artifacts/src',
  'libs/config/src',
];

const PROMISES: [what: string, names: readonly string[], producers: readonly string[]][] = [
  ['chain state', CHAIN_STATES, [OPERATIONS, VIEWS, 'libs/data/src/repositories/chains.ts']],
  ['node state', NODE_STATES, NODES],
  [
    'channel state',
    CHANNEL_STATES,
    [VIEWS, `${OPERATIONS}/channel-create.ts`, 'libs/data/src/repositories/channels.ts'],
  ],
  ['chaincode state', CHAINCODE_STATES, [VIEWS, OPERATIONS, 'libs/data/src/repositories/chaincodes.ts']],
  ['cluster state', CLUSTER_STATES, ['apps/api/src/clusters']],
  ['operation state', OPERATION_STATES, ['libs/queue/src', 'libs/data/src/repositories/operations.ts']],
  ['step state', STEP_STATES, ['libs/queue/src']],
  ['health status', HEALTH_STATUSES, [HEALTH]],
  ['health reason', HEALTH_REASONS, ['node', 'channel', 'chaincode', 'chain'].map((of) => `${HEALTH}/${of}-health.ts`)],
];

const namedBy = (producers: readonly string[]): string => producers.flatMap(sourcesIn).join('\n');

describe.each(PROMISES)('each %s', (_what, names, producers) => {
  const sources = namedBy(producers);
  it.each(names)('%s has a producer', (name) => {
    expect(sources).toContain(`'${name}'`);
  });
});

describe('each topic of the live feed', () => {
  const sources = namedBy(['apps/api/src', 'apps/worker/src', 'libs/queue/src']);
  const consumers = namedBy(['apps/web/src/app/data', 'libs/client/src']);
  const topics = [...StoredPayload.options, ...TransientPayload.options].map(({ shape: { topic } }) => topic.value);
  it.each(topics)('%s has a producer and a consumer', (topic) => {
    expect(sources).toContain(`topic: '${topic}'`);
    expect(consumers).toContain(`'${topic}'`);
  });
});

describe('each error code', () => {
  const sources = namedBy(SERVERS.filter((path) => path !== 'apps/api/src'));
  const api = namedBy(['apps/api/src']).replace(/const STATUS: [^;]*;/s, '');
  it.each(ERROR_CODES)('%s has a producer', (code) => {
    expect(sources.includes(`'${code}'`) || api.includes(`'${code}'`)).toBe(true);
  });
});
