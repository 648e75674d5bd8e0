/** The parts of the REST API's responses that the tests check. */
export interface Operation {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly error: { readonly code: string; readonly message: string; readonly cause?: string } | null;
  readonly steps: readonly { readonly name: string; readonly state: string; readonly attempts: number }[];
  readonly asOfSeq: number;
}

export interface OperationEvent {
  readonly seq: number;
  readonly step: string | null;
  readonly stepState: string | null;
  readonly message: string;
  readonly state: string;
}

export interface Accepted {
  readonly resource: { readonly id: string };
  readonly operation: Operation;
}

export interface Page<Item> {
  readonly items: readonly Item[];
}

export interface Node {
  readonly name: string;
  readonly kind: 'orderer' | 'peer' | 'chaincode';
  readonly pid: number | null;
  readonly status: { readonly state: string };
  readonly blockHeights: Readonly<Record<string, number>>;
}

export interface Cluster {
  readonly status: { readonly state: string; readonly reason: string | null };
}

export interface Transaction {
  readonly chaincode: string | null;
  readonly fn: string | null;
  readonly validationCode: string;
}
