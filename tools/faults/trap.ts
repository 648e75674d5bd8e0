import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind, MainKind } from './kinds';
import { isInApi, killsItself, type FaultPoint, type Moment } from './points';
import type { Run } from './schedule';

/** The path of each request that starts an operation whose request is hit. */
const PATHS: Readonly<Record<MainKind, string>> = {
  'chain.create': '^/api/v1/chains$',
  'channel.create': '/channels$',
  'chaincode.deploy': '/chaincodes$',
  'chain.release': '/release$',
};

const pathOf = (kind: Kind): string => (kind in PATHS ? PATHS[kind as MainKind] : '.');

/** The plan that kill-at.ts reads. */
function planOf(point: FaultPoint): Record<string, unknown> {
  const { kind, moment } = point;
  return {
    kind,
    ...rest(moment),
    moment: moment.at,
    self: killsItself(point),
    ...(isInApi(moment) ? { match: pathOf(kind) } : {}),
  };
}

const rest = (moment: Moment): object => ({ ...moment, at: undefined, says: undefined });

/** The harness's side of kill-at.ts: arms the plans of one operation, and lets processes that were stopped continue. */
export class Trap {
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  arm(run: Run): void {
    this.disarm();
    const draft = join(this.folder, 'draft.json');
    // The last one first: the plan with the lowest number is the active one.
    for (const [index, point] of [...run.entries()].reverse()) {
      writeFileSync(draft, JSON.stringify(planOf(point)));
      renameSync(draft, join(this.folder, `armed-${numberOf(index)}.json`));
    }
  }

  /** Whether a process has reached the point with this index. */
  sprung(index: number): boolean {
    return existsSync(join(this.folder, `fired-${numberOf(index)}.json`));
  }

  /** Lets the process that waits at the point with this index continue. */
  release(index: number): void {
    writeFileSync(join(this.folder, `go-${numberOf(index)}.json`), '');
  }

  disarm(): void {
    for (const name of readdirSync(this.folder)) rmSync(join(this.folder, name), { force: true });
  }
}

/** Sorts as text. */
const numberOf = (index: number): string => String(index).padStart(2, '0');
