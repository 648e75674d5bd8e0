import { OPERATION_STEPS, type OperationKind } from '@heddle/contracts';
import { ALIKE, CHANGES } from './kinds';
import type { FaultPoint } from './points';

const KINDS = Object.keys(OPERATION_STEPS) as OperationKind[];

/** The steps of all operations without a row that kills the worker there: `peer.add: inside join`. */
export function stepsWithoutRow(points: readonly FaultPoint[]): string[] {
  const rows = new Set(points.filter(({ victim }) => victim === 'worker').flatMap(rowOf));
  return KINDS.filter((kind) => !(kind in ALIKE))
    .flatMap(wantedOf)
    .filter((row) => !rows.has(row));
}

function rowOf({ kind, moment }: FaultPoint): string[] {
  if (!('step' in moment)) return [];
  const when = moment.at === 'before' || moment.at === 'after' ? moment.at : 'inside';
  return [`${kind}: ${when} ${moment.step}`];
}

function wantedOf(kind: OperationKind): string[] {
  const isChange = (CHANGES as readonly string[]).includes(kind);
  const moments = isChange ? ['before', 'inside', 'after'] : ['before', 'after'];
  return OPERATION_STEPS[kind].flatMap((step) => moments.map((moment) => `${kind}: ${moment} ${step}`));
}
