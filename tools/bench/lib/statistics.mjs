/**
 * The middle value, or the mean of the two in the middle.
 * @param {readonly number[]} values
 * @returns {number} NaN for none
 */
export function median(values) {
  return percentile(values, 0.5);
}

/**
 * The value below which a share of the others lies, interpolated between neighbours.
 * @param {readonly number[]} values
 * @param {number} share from 0 to 1
 * @returns {number} NaN for none
 */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * Rounded for people and files.
 * @param {number} value
 * @param {number} [digits] significant ones
 */
export function rounded(value, digits = 4) {
  return Number(value.toPrecision(digits));
}
