import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultPoint, Moment } from './points';

/** The path of each request that starts an operation. */
const PATHS = {
  'chain.create': '^/api/v1/chains$',
  'channel.create': '/channels$',
  'chaincode.deploy': '/chaincodes$',
  'chain.release': '/release$',
} as const;

/** The plan that kill-at.mjs reads. */
function planOf({ kind, victim, moment }: FaultPoint): Record<string, unknown> {
  const inApi = moment.at === 'request' || moment.at === 'response';
  return {
    kind,
    ...rest(moment),
    moment: moment.at,
    self: inApi ? victim === 'api' : victim === 'worker',
    ...(inApi ? { match: PATHS[kind] } : {}),
  };
}

const rest = (moment: Moment): object => ({ ...moment, at: undefined, says: undefined });

/** The harness's side of kill-at.mjs: arms one plan at a time and lets the stopped process continue. */
export class Trap {
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  arm(point: FaultPoint): void {
    this.disarm();
    const draft = join(this.folder, 'draft.json');
    writeFileSync(draft, JSON.stringify(planOf(point)));
    renameSync(draft, join(this.folder, 'armed.json'));
  }

  /** Whether a process has reached the point. */
  get sprung(): boolean {
    return existsSync(join(this.folder, 'fired.json'));
  }

  /** Lets the waiting process continue. */
  release(): void {
    writeFileSync(join(this.folder, 'go'), '');
  }

  disarm(): void {
    for (const name of ['armed.json', 'fired.json', 'go']) rmSync(join(this.folder, name), { force: true });
  }
}
