/**
 * Groups stages: stages of one group run at the same time, groups run one after the other.
 * @template {{ name: string, beside?: string }} S
 * @param {readonly S[]} stages
 * @returns {S[][]}
 */
export function sideBySide(stages) {
  /** @type {S[][]} */
  const groups = [];
  for (const stage of stages) {
    const group = groups.find((others) => others.some(({ name }) => name === stage.beside));
    if (group) group.push(stage);
    else groups.push([stage]);
  }
  return groups;
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
