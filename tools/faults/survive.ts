import { ChainLife, LARGE, SMALL, type Size } from './chain-life';
import { LOCAL } from './ground';
import { Instance } from './instance';
import { ALL_POINTS, CI_POINTS, INSIDE, nameOf, type FaultPoint, type Kind } from './points';
import { endAll, mentioning } from './processes';
import { livesOf, type Life } from './schedule';

/** The ends of the logs stand beside whatever was expected. */
async function explained(instance: Instance, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${instance.tails()}\n`);
    throw error;
  }
}

const title = (kind: Kind, point: FaultPoint | null): string =>
  point === null ? `${kind}: undisturbed` : nameOf(point);

function chainTests(instance: () => Instance, { create, channels, deploys, release }: Life, name: string, size: Size) {
  describe(`chain ${name}`, () => {
    let life: ChainLife;
    beforeAll(() => {
      life = new ChainLife(instance(), name, size, LOCAL);
    });
    afterAll(() => {
      life.close();
    });
    const test = (kind: Kind, point: FaultPoint | null, work: () => Promise<void>) => {
      it(title(kind, point), () => explained(instance(), work));
    };

    test('chain.create', create, () => life.create(create));
    for (const point of channels) test('channel.create', point, () => life.channel(point));
    for (const point of deploys) test('chaincode.deploy', point, () => life.deploy(point));
    test('chain.release', release, () => life.release(release));
  });
}

/** Every second chain with its kills, on an instance of its own: two files have them all, and run side by side. */
export function describeSurvival(half: 0 | 1): void {
  let instance: Instance;
  beforeAll(async () => {
    instance = await Instance.start();
  }, 60_000);
  afterAll(async () => {
    await instance.stop();
    await endAll(instance.folder);
    instance.remove();
  }, 60_000);

  const points = process.env['HEDDLE_FAULTS_ALL'] === '1' ? ALL_POINTS : CI_POINTS;
  const chains = (own: readonly FaultPoint[], name: string, size: Size) => {
    livesOf(own).forEach((life, index) => {
      if (index % 2 === half) chainTests(() => instance, life, `${name}${index + 1}`, size);
    });
  };

  describe('an operation ends as it would have, exactly once', () => {
    chains(points, 'small', SMALL);
    chains(INSIDE, 'large', LARGE);
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
}
