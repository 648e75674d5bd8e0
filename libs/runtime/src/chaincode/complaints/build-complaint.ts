/** What a build tool's output says, for those who do not know the tool. */
export interface BuildComplaint {
  /** For tests and readers. */
  readonly name: string;
  /** `network`: the same build may succeed later. `source`: the chaincode has to change. */
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

/** A part of what a pattern matched. */
export const part = (match: RegExpExecArray, index: number): string => match[index] ?? '';

export interface UnreachableRegistry {
  /** Such as "The npm registry". */
  readonly registry: string;
  /** Where its address and proxies are set. */
  readonly settings: string;
  /** How the same project builds without it. */
  readonly offline: string;
}

/** What is said of every network failure. */
export function unreachable({ registry, settings, offline }: UnreachableRegistry): Explanation {
  return {
    reason: `${registry} was not reached: this is the network, not the chaincode.`,
    remedy: `Check the network and the proxy settings of the worker (${settings}), and retry. ${offline}`,
  };
}
