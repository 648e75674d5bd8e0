import { ChainLife, LARGE, SMALL, type Size } from './chain-life';
import { LOCAL } from './ground';
import { Instance } from './instance';
import { ALL_CHANGE_POINTS, CHANGE_POINTS } from './change-points';
import { CLUSTER_POINTS } from './cluster/points';
import { stepsWithoutRow } from './coverage';
import { ALL_MAIN_POINTS, INSIDE, MAIN_POINTS } from './main-points';
import { endAll, mentioning } from './processes';
import { livesOf, titleOf, type Life } from './schedule';

let instance: Instance;

beforeAll(async () => {
  instance = await Instance.start();
}, 60_000);

afterAll(async () => {
  await instance.stop();
  await endAll(instance.folder);
  instance.remove();
}, 60_000);

/** The ends of the logs are shown beside a failed expectation. */
async function explained(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${instance.tails()}\n`);
    throw error;
  }
}

function chainTests({ create, channels, deploys, changes, release }: Life, name: string, size: Size): void {
  describe(`chain ${name}`, () => {
    let life: ChainLife;
    beforeAll(() => {
      life = new ChainLife(instance, name, size, LOCAL);
    });
    afterAll(() => {
      life.close();
    });

    it(titleOf('chain.create', create), () => explained(() => life.create(create)));
    for (const run of channels) it(titleOf('channel.create', run), () => explained(() => life.channel(run)));
    for (const run of deploys) it(titleOf('chaincode.deploy', run), () => explained(() => life.deploy(run)));
    for (const { kind, run } of changes) it(titleOf(kind, run), () => explained(() => life.change(kind, run)));
    it(titleOf('chain.release', release), () => explained(() => life.release(release)));
  });
}

const points =
  process.env['HEDDLE_FAULTS_ALL'] === '1'
    ? [...ALL_MAIN_POINTS, ...ALL_CHANGE_POINTS]
    : [...MAIN_POINTS, ...CHANGE_POINTS];

describe('the rows', () => {
  it('kill the worker in every step of every operation', () => {
    expect(stepsWithoutRow([...points, ...CLUSTER_POINTS])).toEqual([]);
  });
});

describe('an operation ends as it would have, exactly once', () => {
  livesOf(points).forEach((life, index) => {
    chainTests(life, `small${index + 1}`, SMALL);
  });
  livesOf(INSIDE).forEach((life, index) => {
    chainTests(life, `large${index + 1}`, LARGE);
  });
});

describe('after all of it', () => {
  it('no program has ended by itself, and each stops when it is asked to', async () => {
    expect(instance.processes.flatMap(({ crashes }) => crashes)).toEqual([]);
    expect(await instance.stop()).toEqual([]);
  });

  it('no process is left that belongs to the instance', () => {
    expect(mentioning(instance.folder)).toEqual([]);
  });
});
