/**
 * Groups stages: those of one group run at the same time, the groups one after the other.
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
 * What several runs at the same time give. A failure is thrown when all of them have ended, so that nothing runs on.
 * @template T
 * @param {readonly Promise<T[]>[]} runs
 * @returns {Promise<T[]>}
 */
export async function together(runs) {
  await Promise.allSettled(runs);
  return (await Promise.all(runs)).flat();
}
