import { InstantColumn, NameColumn, TextColumn } from './columns';

/** What was last seen of a chain, node, channel or chaincode; `reason` is a sentence for people. */
export interface StatusOf<State extends string> {
  state: State;
  reason: string | null;
  since: string;
  observedAt: string;
}

/** Columns of a status, kept apart so that lists can filter by `state`. */
export abstract class Observed<State extends string> {
  @NameColumn({ length: 24 }) state!: State;
  @TextColumn({ nullable: true }) stateReason!: string | null;
  @InstantColumn() stateSince!: string;
  @InstantColumn() stateObservedAt!: string;
}

export function statusOf<State extends string>(row: Observed<State>): StatusOf<State> {
  return { state: row.state, reason: row.stateReason, since: row.stateSince, observedAt: row.stateObservedAt };
}
