import { FabricError } from '../fabric-error';

/** Something that was to go into a chaincode package, or bytes that should be one, would be refused by a peer. */
export class InvalidChaincodePackageError extends FabricError {
  readonly code = 'invalid_chaincode_package';

  constructor(problem: string, remedy: string, cause?: unknown) {
    super(`Invalid chaincode package: ${problem}`, { remedy, cause });
  }
}
