import type { StoredPayload } from '@heddle/contracts';
import { Entity } from 'typeorm';
import { InstantColumn, IntColumn, JsonColumn, KeyColumn, NumberKeyColumn } from './columns';

/** The counter of a room. `lastSeq` increases in the transaction that writes the event, so sequences have no gap. */
@Entity('live_rooms')
export class LiveRoomEntity {
  @KeyColumn(60) room!: string;
  @IntColumn() lastSeq!: number;
  /** Oldest sequence that is kept; older events were deleted. */
  @IntColumn() firstSeq!: number;
}

@Entity('live_events')
export class LiveEventEntity {
  @KeyColumn(60) room!: string;
  @NumberKeyColumn() seq!: number;
  @InstantColumn() at!: string;
  @JsonColumn() payload!: StoredPayload;
}
