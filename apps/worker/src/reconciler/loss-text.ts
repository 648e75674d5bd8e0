/** Channels by the name of an orderer that belongs to them but has no ledger of them. */
export type LostChannels = ReadonlyMap<string, readonly string[]>;

/** Observations of a chain besides its nodes, channels and chaincodes; null if there are none. */
export function lossText(lost: LostChannels): string | null {
  const sentences = [...lost].map(
    ([name, channels]) =>
      `${name} has lost its ledger of ${channels.join(', ')}: stop and start the chain so that it rejoins`,
  );
  return sentences.length === 0 ? null : sentences.join('; ');
}
