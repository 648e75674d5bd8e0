/**
 * Groups stages: a stage is in the group of the stage that it runs beside. Groups run one after the other.
 * @template {{ name: string, beside?: string }} S
 * @param {readonly S[]} stages
 * @returns {[S, ...S[]][]}
 */
export function sideBySide(stages) {
  /** @type {[S, ...S[]][]} */
  const groups = [];
  for (const stage of stages) {
    const group = groups.find((others) => others.some(({ name }) => name === stage.beside));
    if (group) group.push(stage);
    else groups.push([stage]);
  }
  return groups;
}

/**
 * Runs the first of a group, and the others one after the other from the moment when it is quiet or has ended.
 * @template S, T
 * @param {readonly [S, ...S[]]} group
 * @param {(stage: S, quiet: () => void) => Promise<T[]>} run
 * @returns {Promise<T[]>}
 */
export function runGroup([first, ...others], run) {
  /** @type {() => void} */
  let quiet = () => {};
  const isQuiet = new Promise((/** @type {(value: void) => void} */ resolve) => (quiet = resolve));
  const begun = run(first, quiet).finally(quiet);
  return together([begun, isQuiet.then(() => oneByOne(others, (stage) => run(stage, quiet)))]);
}

/**
 * Runs all of them, also after a failure.
 * @template S, T
 * @param {readonly S[]} stages
 * @param {(stage: S) => Promise<T[]>} run
 * @returns {Promise<T[]>}
 */
async function oneByOne(stages, run) {
  /** @type {Promise<T[]>[]} */
  const runs = [];
  for (const stage of stages) {
    await Promise.allSettled(runs);
    runs.push(run(stage));
  }
  return together(runs);
}

/**
 * The combined results of concurrent runs. A failure is thrown only after all runs have ended, so that none is left
 * running.
 * @template T
 * @param {readonly Promise<T[]>[]} runs
 * @returns {Promise<T[]>}
 */
export async function together(runs) {
  await Promise.allSettled(runs);
  return (await Promise.all(runs)).flat();
}
