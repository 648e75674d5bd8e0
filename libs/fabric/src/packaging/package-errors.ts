import { FabricError } from '../fabric-error';

/** Input for a chaincode package, or bytes that should be one, that a peer would reject. */
export class InvalidChaincodePackageError extends FabricError {
  readonly code = 'invalid_chaincode_package';

  constructor(problem: string, remedy: string, cause?: unknown) {
    super(`Invalid chaincode package: ${problem}`, { remedy, cause });
  }
}
