import type { ChaincodeSourceEntity } from '@heddle/data';

export interface BuildOptions {
  /** Receives the compiler's output, line by line. */
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Builds of chaincode sources, each content once. */
export interface ChaincodeBuilds {
  /** Id of the finished build; a runtime resolves it to a program. */
  ensure(source: ChaincodeSourceEntity, options: BuildOptions): Promise<string>;
}
