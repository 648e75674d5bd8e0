/** A block reaches every member that is well within this time, in milliseconds. */
export const IN_FLIGHT_MS = 30_000;

interface Look {
  readonly at: number;
  /** The greatest height among the members. */
  readonly top: number;
}

/** The heights of a channel over a bounded time. They distinguish a member that falls behind from a block in flight. */
export class HeightTrail {
  #looks: readonly Look[] = [];

  get length(): number {
    return this.#looks.length;
  }

  /** @returns blocks that a member is behind, by member; only members that have not reached an old height of another one */
  add(at: number, heights: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
    const top = Math.max(0, ...heights.values());
    const looks = [...this.#looks, { at, top }];
    const settled = looks.findLastIndex((look) => look.at <= at - IN_FLIGHT_MS);
    this.#looks = looks.slice(Math.max(0, settled));
    const due = looks[settled]?.top ?? 0;
    const behind = [...heights].filter(([, height]) => height < due);
    return Object.fromEntries(behind.map(([name, height]) => [name, top - height]));
  }
}
