import type { ChainId, ChaincodeProject } from '@heddle/contracts';
import type { ChaincodeSourceEntity } from '@heddle/data';
import type { RuntimeProgress } from '@heddle/runtime';

export interface BuildOptions {
  /** The chain whose runtime will serve it. */
  readonly chainId: ChainId;
  /** Called with the progress of the build and what it waits for. */
  readonly progress?: (progress: RuntimeProgress) => void;
  /** The project in the source; its default if omitted. */
  readonly project?: ChaincodeProject | undefined;
  /** Receives the compiler's output, line by line. */
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Builds of chaincode sources on the runtime that serves them, one per content. */
export interface ChaincodeBuilds {
  /** Id of the finished build; a runtime resolves it to a program. */
  ensure(source: ChaincodeSourceEntity, options: BuildOptions): Promise<string>;
}
