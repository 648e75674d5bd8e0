/** Suffixes of `k8s.io/apimachinery/pkg/api/resource`; an exponent may take their place (`1e3`). */
const UNITS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;

/**
 * A Kubernetes quantity (`250m`, `1.5Gi`) as a number of cores, bytes or pieces; zero when there is none.
 *
 * @throws RangeError when the text is no quantity
 */
export function parseQuantity(text: string | undefined): number {
  if (text === undefined || text === '') return 0;
  const [, digits, suffix = ''] = QUANTITY.exec(text) ?? [];
  if (digits === undefined) throw new RangeError(`${text} is not a Kubernetes quantity`);
  const unit = UNITS[suffix];
  return unit === undefined ? Number(`${digits}${suffix}`) : Number(digits) * unit;
}

/** CPU in thousandths of a core. */
export const cpuMillis = (text: string | undefined): number => Math.round(parseQuantity(text) * 1_000);

/** Memory in bytes. */
export const memoryBytes = (text: string | undefined): number => Math.round(parseQuantity(text));
