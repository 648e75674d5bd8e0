import { ChainLife, SMALL } from '../chain-life';
import type { Ground } from '../ground';
import type { Instance } from '../instance';
import { nameOf, type FaultPoint, type Kind } from '../points';
import { livesOf } from '../schedule';
import { clusterGround, expectBuiltOnce } from './cluster-ground';
import { endOf, explained, startInstance } from './cluster-instance';
import { BUILD_RUNS, CLUSTER_POINTS } from './points';

const LEASE_MS = 2_500;

let instance: Instance;
let ground: Ground;

beforeAll(async () => {
  ground = await clusterGround();
  instance = await startInstance(LEASE_MS);
});
afterAll(() => endOf(instance));

const title = (kind: Kind, point: FaultPoint | null): string =>
  point === null ? `${kind}: undisturbed` : nameOf(point);

function chainTests(name: string, tests: (life: () => ChainLife) => void): void {
  describe(`chain ${name}`, () => {
    let life: ChainLife;
    beforeAll(() => {
      life = new ChainLife(instance, name, SMALL, ground);
    });
    afterAll(() => {
      life.close();
    });
    tests(() => life);
  });
}

describe('on a cluster, an operation ends as it would have, exactly once', () => {
  livesOf(CLUSTER_POINTS).forEach(({ create, release }, index) => {
    chainTests(`on-cluster${index + 1}`, (life) => {
      it(title('chain.create', create), () => explained(instance, () => life().create(create)));
      it(title('chain.release', release), () => explained(instance, () => life().release(release)));
    });
  });

  chainTests('with-build', (life) => {
    it(title('chain.create', null), () => explained(instance, () => life().create(null)));
    it(title('channel.create', null), () => explained(instance, () => life().channel(null)));
    it(title('chaincode.deploy', BUILD_RUNS), () =>
      explained(instance, async () => {
        await life().deploy(BUILD_RUNS);
        await expectBuiltOnce(life().id);
      }),
    );
    it(title('chain.release', null), () => explained(instance, () => life().release(null)));
  });
});

describe('after all of it', () => {
  it('no program has ended by itself', () => {
    expect(instance.processes.flatMap(({ crashes }) => crashes)).toEqual([]);
  });
});
