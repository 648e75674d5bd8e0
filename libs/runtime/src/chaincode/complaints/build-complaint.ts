/** A known message of a build tool, explained for users who do not know the tool. */
export interface BuildComplaint {
  /** Name for tests and readers of the code. */
  readonly name: string;
  /** `network`: the same build may succeed later. `source`: the chaincode must be changed. */
  readonly kind: 'network' | 'source';
  /** Searched in the kept lines of the output, joined by line feeds. */
  readonly pattern: RegExp;
  readonly explain: (match: RegExpExecArray) => Explanation;
}

export interface Explanation {
  /** A sentence that follows `"go build" failed.` */
  readonly reason: string;
  /** The line to change, or what to check. */
  readonly remedy: string;
}

/** A group of a pattern's match. */
export const part = (match: RegExpExecArray, index: number): string => match[index] ?? '';

export interface UnreachableRegistry {
  /** For example "The npm registry". */
  readonly registry: string;
  /** Where its address and proxies are configured. */
  readonly settings: string;
  /** How the same project builds without it. */
  readonly offline: string;
}

/** The explanation of a network failure. */
export function unreachable({ registry, settings, offline }: UnreachableRegistry): Explanation {
  return {
    reason: `${registry} was not reached: the cause is the network, not the chaincode.`,
    remedy: `Check the network and the proxy settings of the worker (${settings}), then retry. ${offline}`,
  };
}
