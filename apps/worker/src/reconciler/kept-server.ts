import type { Language } from '@heddle/contracts';
import { FabricConnection, IdleSession, proveRegistration, type TlsEndpoint } from '@heddle/fabric';
import type { ServerToProve } from '../chaincode/prove-servers';
import type { LaunchTimeouts } from './launch-timeouts';

type CheckOutcome = 'registers' | 'failed';

interface Proving {
  /** In milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/**
 * A chaincode server as it was loaded for its first check. The next ones use the same connection, so that they cost
 * neither a query nor, on a cluster, a request to the API server.
 */
export class KeptServer {
  /** The counts of its peers at its last check. */
  launches: LaunchTimeouts = new Map();
  #checked: { readonly at: number; readonly outcome: CheckOutcome } | undefined;
  #connection: FabricConnection | undefined;
  #session: IdleSession | undefined;

  constructor(
    /** Identifies the definition and the run of the server's process or pod. */
    readonly run: string,
    readonly server: ServerToProve,
    /** Null for an image, whose language is unknown. */
    readonly language: Language | null,
  ) {}

  /** When it was checked last, in epoch milliseconds; 0 before the first check. */
  get checkedAt(): number {
    return this.#checked?.at ?? 0;
  }

  /** Of the last check. A server that failed is loaded again, because its address may have changed. */
  get outcome(): CheckOutcome | undefined {
    return this.#checked?.outcome;
  }

  checked(launches: LaunchTimeouts, outcome: CheckOutcome): void {
    this.launches = launches;
    this.#checked = { at: Date.now(), outcome };
  }

  /** Opens another stream. A connection on which that failed is not used again. @throws ChaincodeNotRegisteredError */
  async register({ timeout, signal }: Proving): Promise<void> {
    const { endpoint, packageId } = this.server;
    this.#connection ??= new FabricConnection(endpoint);
    try {
      await proveRegistration(this.#connection, { packageId, timeout, signal });
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Answers a handshake or, on the connection of an earlier check, whatever else HTTP/2 requires an answer to. */
  async respond(endpoint: TlsEndpoint, proving: Proving): Promise<void> {
    try {
      if (this.#session === undefined) this.#session = await IdleSession.open(endpoint, proving);
      else await this.#session.prove(proving);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    this.#connection?.close();
    this.#connection = undefined;
    this.#session?.close();
    this.#session = undefined;
  }
}
