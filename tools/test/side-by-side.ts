/** Groups stages: a stage is in the group of the stage that it runs beside. Groups run one after the other. */
export function sideBySide<S extends { name: string; beside?: string }>(stages: readonly S[]): [S, ...S[]][] {
  const groups: [S, ...S[]][] = [];
  for (const stage of stages) {
    const group = groups.find((others) => others.some(({ name }) => name === stage.beside));
    if (group) group.push(stage);
    else groups.push([stage]);
  }
  return groups;
}

/** Runs the first of a group, and the others one after the other from the moment when it is quiet or has ended. */
export function runGroup<S, T>(
  [first, ...others]: readonly [S, ...S[]],
  run: (stage: S, quiet: () => void) => Promise<T[]>,
): Promise<T[]> {
  let quiet: () => void = () => undefined;
  const isQuiet = new Promise<void>((resolve) => {
    quiet = resolve;
  });
  const begun = run(first, quiet).finally(quiet);
  return together([begun, isQuiet.then(() => oneByOne(others, (stage) => run(stage, quiet)))]);
}

/** Runs all of them, also after a failure. */
async function oneByOne<S, T>(stages: readonly S[], run: (stage: S) => Promise<T[]>): Promise<T[]> {
  const runs: Promise<T[]>[] = [];
  for (const stage of stages) {
    await Promise.allSettled(runs);
    runs.push(run(stage));
  }
  return together(runs);
}

/**
 * The combined results of concurrent runs. A failure is thrown only after all runs have ended, so that none is left
 * running.
 */
export async function together<T>(runs: readonly Promise<T[]>[]): Promise<T[]> {
  await Promise.allSettled(runs);
  return (await Promise.all(runs)).flat();
}
