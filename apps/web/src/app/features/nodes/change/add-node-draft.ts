import type { ChainChange, Channel, ChannelState } from '@heddle/contracts';
import type { LedgerChoice } from '../../../ui/change/ledger-source.component';

export const ADDED_KINDS = ['peer', 'orderer'] as const;

/** A new node as the form asks for it. */
export interface AddNodeDraft {
  kind: (typeof ADDED_KINDS)[number];
  /** Of a peer. */
  organization: string;
  ledgers: LedgerChoice;
  /** Ids of channels that it does not join although it could. */
  leftOut: string[];
}

export const addNodeDraftOf = (organization: string): AddNodeDraft => ({
  kind: 'peer',
  organization,
  ledgers: 'auto',
  leftOut: [],
});

/** All other states are those of an active channel as it was seen last. */
const NOT_ACTIVE: readonly ChannelState[] = ['creating', 'failed'];

/** The active channels: of its organization for a peer. */
export function channelsFor({ kind, organization }: AddNodeDraft, channels: readonly Channel[]): Channel[] {
  return channels.filter(
    ({ status, members }) =>
      !NOT_ACTIVE.includes(status.state) &&
      (kind === 'orderer' || members.some((member) => member.organization === organization)),
  );
}

/** The channels that the node joins. */
export function chosenChannels(draft: AddNodeDraft, channels: readonly Channel[]): Channel[] {
  return channelsFor(draft, channels).filter(({ id }) => !draft.leftOut.includes(id));
}

export function toChange(draft: AddNodeDraft, all: readonly Channel[]): ChainChange {
  const { kind, organization, ledgers } = draft;
  const channels = chosenChannels(draft, all).map(({ id }) => id);
  if (kind === 'orderer') return { kind: 'orderer.add', channels };
  return { kind: 'peer.add', organization, channels, ...(ledgers !== 'auto' && { ledgers }) };
}
