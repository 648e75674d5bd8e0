/**
 * The median.
 * @param {readonly number[]} values
 * @returns {number} NaN for none
 */
export function median(values) {
  return percentile(values, 0.5);
}

/**
 * The quantile of a share, interpolated between neighbouring values.
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
 * Rounds to significant digits.
 * @param {number} value
 * @param {number} [digits] significant digits
 */
export function rounded(value, digits = 4) {
  return Number(value.toPrecision(digits));
}
