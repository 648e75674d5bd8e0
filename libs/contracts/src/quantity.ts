/** Kubernetes quantities in the form that users write: `250m`, `1.5`, `5Gi`. */
export const QUANTITY = /^(\d{1,9}(?:\.\d{1,3})?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/;

const UNITS: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A Kubernetes quantity in cores or bytes; NaN if it is invalid. */
export function quantityOf(text: string): number {
  const [, number, unit] = QUANTITY.exec(text) ?? [];
  return Number(number ?? Number.NaN) * (unit === undefined ? 1 : (UNITS[unit] ?? Number.NaN));
}
