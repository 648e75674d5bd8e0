import { ChainLife, SMALL } from '../chain-life';
import type { Instance } from '../instance';
import { titleOf } from '../schedule';
import { apiServerOfTests } from './api-server';
import { clusterGround } from './cluster-ground';
import { endOf, explained, startInstance } from './cluster-instance';
import { OUTAGES } from './points';

/** Only the API server is killed here. A worker that is stopped at its point keeps its operation. */
const LEASE_MS = 20_000;
/** After an outage the kubelet takes up to a minute and a half to start a pod, and the first build compiles everything. */
const LIMIT_MS = 900_000;

jest.setTimeout(LIMIT_MS + 30_000);

let instance: Instance;
let life: ChainLife;

beforeAll(async () => {
  const apiServer = apiServerOfTests();
  instance = await startInstance(LEASE_MS);
  life = new ChainLife(instance, 'interrupted', SMALL, { ...(await clusterGround()), apiServer, limitMs: LIMIT_MS });
});

afterAll(async () => {
  life.close();
  await endOf(instance);
});

describe('an operation waits for an unavailable API server, reports that, and ends as it would have', () => {
  it(titleOf('chain.create', [OUTAGES.create]), () => explained(instance, () => life.create([OUTAGES.create])));
  it(titleOf('channel.create', [OUTAGES.channel]), () => explained(instance, () => life.channel([OUTAGES.channel])));
  it(titleOf('chaincode.deploy', [OUTAGES.approve]), () => explained(instance, () => life.deploy([OUTAGES.approve])));
  it(titleOf('chain.release', [OUTAGES.release]), () => explained(instance, () => life.release([OUTAGES.release])));
});
