/** Channels by the name of the orderer that should order them and has no ledger of them. */
export type LostChannels = ReadonlyMap<string, readonly string[]>;

/** What is seen of a chain beside its nodes, channels and chaincodes; null when nothing is. */
export function lossText(lost: LostChannels): string | null {
  const sentences = [...lost].map(
    ([name, channels]) =>
      `${name} has lost its ledger of ${channels.join(', ')}: stop and start the chain, then it joins again`,
  );
  return sentences.length === 0 ? null : sentences.join('; ');
}
