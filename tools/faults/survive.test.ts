import { ChainLife, LARGE, SMALL, type Size } from './chain-life';
import { LOCAL } from './ground';
import { Instance } from './instance';
import { ALL_POINTS, CI_POINTS, INSIDE, nameOf, type FaultPoint, type Kind } from './points';
import { endAll, mentioning } from './processes';
import { livesOf, type Life } from './schedule';

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

const title = (kind: Kind, point: FaultPoint | null): string =>
  point === null ? `${kind}: undisturbed` : nameOf(point);

function chainTests({ create, channels, deploys, release }: Life, name: string, size: Size): void {
  describe(`chain ${name}`, () => {
    let life: ChainLife;
    beforeAll(() => {
      life = new ChainLife(instance, name, size, LOCAL);
    });
    afterAll(() => {
      life.close();
    });

    it(title('chain.create', create), () => explained(() => life.create(create)));
    for (const point of channels) it(title('channel.create', point), () => explained(() => life.channel(point)));
    for (const point of deploys) it(title('chaincode.deploy', point), () => explained(() => life.deploy(point)));
    it(title('chain.release', release), () => explained(() => life.release(release)));
  });
}

const points = process.env['HEDDLE_FAULTS_ALL'] === '1' ? ALL_POINTS : CI_POINTS;

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
