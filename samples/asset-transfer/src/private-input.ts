import type { AssetPrivateDetails } from './asset.js';

/** The key of the transient map under which private details come; transient input is in no block. */
export const TRANSIENT_KEY = 'details';

/**
 * Reads an asset's private details from the transient map.
 * @param transient the map that came with the proposal
 * @param id the asset that they belong to
 * @throws Error when they are missing, not JSON, or have no positive whole `appraisedValue`
 */
export function privateDetails(transient: Map<string, Uint8Array>, id: string): AssetPrivateDetails {
  const bytes = transient.get(TRANSIENT_KEY);
  if (!bytes) throw new Error(`the transient map has no "${TRANSIENT_KEY}"`);
  const { appraisedValue } = parse(bytes);
  if (typeof appraisedValue !== 'number' || !Number.isSafeInteger(appraisedValue) || appraisedValue <= 0) {
    throw new Error('appraisedValue must be a positive whole number');
  }
  return { id, appraisedValue };
}

function parse(bytes: Uint8Array): { appraisedValue?: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString());
  } catch (error) {
    throw new Error(`transient "${TRANSIENT_KEY}" is not JSON`, { cause: error });
  }
  if (typeof value !== 'object' || value === null) throw new Error(`transient "${TRANSIENT_KEY}" is not a JSON object`);
  return value;
}
