import { ChainLife, SMALL } from '../chain-life';
import type { Ground } from '../ground';
import type { Instance } from '../instance';
import { livesOf, titleOf } from '../schedule';
import { clusterGround, expectBuiltOnce } from './cluster-ground';
import { endOf, explained, startInstance } from './cluster-instance';
import { BUILD_RUNS, CHAIN_CHANGES, WHOLE_CHAIN } from './points';

const LEASE_MS = 2_500;

let instance: Instance;
let ground: Ground;

beforeAll(async () => {
  ground = await clusterGround();
  instance = await startInstance(LEASE_MS);
});
afterAll(() => endOf(instance));

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
  livesOf(WHOLE_CHAIN).forEach(({ create, release }, index) => {
    chainTests(`on-cluster${index + 1}`, (life) => {
      it(titleOf('chain.create', create), () => explained(instance, () => life().create(create)));
      it(titleOf('chain.release', release), () => explained(instance, () => life().release(release)));
    });
  });

  livesOf([BUILD_RUNS, ...CHAIN_CHANGES]).forEach(({ deploys, changes }, index) => {
    chainTests(`changing${index + 1}`, (life) => {
      it(titleOf('chain.create', []), () => explained(instance, () => life().create([])));
      it(titleOf('channel.create', []), () => explained(instance, () => life().channel([])));
      for (const run of deploys) {
        it(titleOf('chaincode.deploy', run), () =>
          explained(instance, async () => {
            await life().deploy(run);
            if (run.includes(BUILD_RUNS)) await expectBuiltOnce(life().id);
          }),
        );
      }
      for (const { kind, run } of changes) {
        it(titleOf(kind, run), () => explained(instance, () => life().change(kind, run)));
      }
      it(titleOf('chain.release', []), () => explained(instance, () => life().release([])));
    });
  });
});

describe('after all of it', () => {
  it('no program has ended by itself', () => {
    expect(instance.processes.flatMap(({ crashes }) => crashes)).toEqual([]);
  });
});
