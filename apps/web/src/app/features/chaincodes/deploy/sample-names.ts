/** The samples whose titles and texts the console has in its own languages; others are shown as the API describes them. */
export const SAMPLE_NAMES = [
  'asset-transfer',
  'shipment-tracking',
  'asset-transfer-go',
  'loyalty-points-go',
  'document-notary',
  'meter-readings',
] as const;

export function isKnownSample(name: string): boolean {
  return SAMPLE_NAMES.some((known) => known === name);
}
