import fc from 'fast-check';
import { dependencyLevels, startByLevel, startLevels, stopLevels, type Dependent } from './start-order';

const node = (name: string, ...dependsOn: string[]): Dependent => ({ name, dependsOn });
const names = (levels: readonly (readonly Dependent[])[]) => levels.map((level) => level.map(({ name }) => name));

/** Nodes that depend on earlier ones only, in any order. */
const acyclic = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 12 })
  .map((choices) =>
    choices.map((picks, index) =>
      node(`n${index}`, ...(index === 0 ? [] : new Set(picks.map((pick) => `n${pick % index}`)))),
    ),
  )
  .chain((nodes) => fc.shuffledSubarray(nodes, { minLength: nodes.length }));

describe('the levels of nodes', () => {
  it('have each node once, right above the highest of those that it depends on', () => {
    fc.assert(
      fc.property(acyclic, (nodes) => {
        const levels = names(dependencyLevels(nodes));
        const levelOf = (name: string) => levels.findIndex((level) => level.includes(name));
        expect(levels.flat().sort()).toEqual(nodes.map(({ name }) => name).sort());
        for (const { name, dependsOn } of nodes) {
          expect(levelOf(name)).toBe(Math.max(-1, ...dependsOn.map(levelOf)) + 1);
        }
      }),
    );
  });

  it('keep their order if only some of the nodes are concerned', () => {
    fc.assert(
      fc.property(acyclic, fc.infiniteStream(fc.boolean()), (nodes, chosen) => {
        const some = nodes.filter(() => chosen.next().value);
        const others = nodes.filter((one) => !some.includes(one));
        const whole = names(dependencyLevels(nodes));
        const order = names(dependencyLevels(some, others)).flat();
        const reaches = (from: string, to: string): boolean =>
          (nodes.find(({ name }) => name === from)?.dependsOn ?? []).some((one) => one === to || reaches(one, to));
        expect(order.toSorted()).toEqual(some.map(({ name }) => name).sort());
        for (const [index, name] of order.entries()) {
          expect(order.slice(index + 1).filter((later) => reaches(name, later))).toEqual([]);
        }
        expect(whole.flat()).toEqual(expect.arrayContaining(order));
      }),
    );
  });

  it('are one level for nodes without dependencies, in their order', () => {
    expect(names(startLevels([node('b'), node('a')], []))).toEqual([['b', 'a']]);
    expect(startLevels([], [])).toEqual([]);
  });

  it('are reversed for a stop', () => {
    const nodes = [node('peer', 'db'), node('db'), node('cli', 'peer')];
    expect(names(startLevels(nodes, []))).toEqual([['db'], ['peer'], ['cli']]);
    expect(names(stopLevels(nodes, []))).toEqual([['cli'], ['peer'], ['db']]);
  });
});

function refusal(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('a start is refused', () => {
  it('if a dependency does not exist', () => {
    expect(refusal(() => startLevels([node('peer', 'db')], []))).toMatchObject({
      code: 'validation_failed',
      message: 'peer depends on db, which does not exist.',
    });
  });

  it('if a dependency is stopped, unless it is started by the same call', () => {
    const db = { ...node('db'), stopped: true };
    expect(refusal(() => startLevels([node('peer', 'db')], [db]))).toMatchObject({
      code: 'invalid_state',
      remedy: 'Start db first.',
    });
    expect(names(startLevels([node('peer', 'db'), node('db')], []))).toEqual([['db'], ['peer']]);
  });

  it('if nodes depend on each other, also through a node that runs', () => {
    expect(refusal(() => startLevels([node('a', 'b'), node('b', 'c'), node('c', 'b')], []))).toMatchObject({
      code: 'validation_failed',
      message: 'Nodes depend on each other: b -> c -> b.',
    });
    expect(() => startLevels([node('a', 'b')], [{ ...node('b', 'a'), stopped: false }])).toThrow('a -> b -> a');
    expect(() => startLevels([node('a', 'a')], [])).toThrow('a -> a');
  });
});

it('a level starts when everything that it depends on is ready, and not if a wait fails', async () => {
  const log: string[] = [];
  const levels = startLevels(
    [node('peer', 'db', 'ca'), node('db'), node('cli', 'peer')],
    [{ ...node('ca'), stopped: false }],
  );
  const steps = {
    ready: (needed: readonly string[]) => {
      log.push(`ready ${needed.join(' ')}`);
      return needed.includes('peer') ? Promise.reject(new Error('not ready')) : Promise.resolve();
    },
    start: (level: readonly Dependent[]) => {
      log.push(`start ${level.map(({ name }) => name).join(' ')}`);
      return Promise.resolve();
    },
  };
  await expect(startByLevel(levels, steps)).rejects.toThrow('not ready');
  expect(log).toEqual(['start db', 'ready db ca', 'start peer', 'ready peer']);
});
