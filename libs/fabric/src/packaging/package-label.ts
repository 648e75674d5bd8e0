import { createHash } from 'node:crypto';
import { InvalidChaincodePackageError } from './package-errors';

/**
 * Rejects labels that a peer rejects (`core/chaincode/persistence/chaincode_package.go`, `ValidateLabel`).
 * @throws InvalidChaincodePackageError
 */
export function assertPackageLabel(label: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9_.+-]*$/.test(label)) return;
  throw new InvalidChaincodePackageError(
    `the label ${JSON.stringify(label)} is not allowed`,
    'Begin with a letter or digit and go on with letters, digits and the symbols . + - _ only.',
  );
}

/**
 * The id under which a peer installs a package: `<label>:<SHA-256 of its bytes in hex>`.
 * @throws InvalidChaincodePackageError when the label is not allowed.
 */
export function packageId(label: string, bytes: Uint8Array): string {
  assertPackageLabel(label);
  return `${label}:${createHash('sha256').update(bytes).digest('hex')}`;
}
