import { InstantColumn, TextColumn } from './columns';

/** The last observation of a chain, node, channel or chaincode. `reason` is a sentence for users. */
export interface StatusOf<State extends string> {
  state: State;
  reason: string | null;
  since: string;
  observedAt: string;
}

/** Columns of a status besides `state`, which each entity declares itself so that lists can filter by it. */
export abstract class ObservedColumns {
  @TextColumn({ nullable: true }) stateReason!: string | null;
  @InstantColumn() stateSince!: string;
  @InstantColumn() stateObservedAt!: string;
}

export type Observed<State extends string> = ObservedColumns & { state: State };

export function statusOf<Row extends Observed<string>>(row: Row): StatusOf<Row['state']> {
  return { state: row.state, reason: row.stateReason, since: row.stateSince, observedAt: row.stateObservedAt };
}
