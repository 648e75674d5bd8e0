import { connect, type ClientHttp2Session } from 'node:http2';
import { connectTls, type HandshakeOptions, type TlsEndpoint } from './connect-tls';
import { ChaincodeNotRegisteredError } from './registration-error';

/**
 * An HTTP/2 connection to a chaincode server on which no stream is opened: for servers whose peers a second stream would
 * disturb. It proves that the process responds, not that it registers.
 */
export class IdleSession {
  readonly #address: string;
  readonly #session: ClientHttp2Session;

  private constructor(address: string, session: ClientHttp2Session) {
    this.#address = address;
    this.#session = session;
  }

  /** @throws ChaincodeNotRegisteredError `unreachable`, `tls_refused`, or `mute` when the handshake gets no response */
  static async open(endpoint: TlsEndpoint, options: HandshakeOptions): Promise<IdleSession> {
    const socket = await connectTls(endpoint, options);
    const session = connect(`https://${endpoint.address}`, { createConnection: () => socket });
    // An error closes the session, which the next proof reports.
    session.on('error', () => undefined);
    session.unref();
    return new IdleSession(endpoint.address, session);
  }

  /**
   * Sends settings, which HTTP/2 obliges the server to acknowledge. gRPC servers count pings without calls as abuse, and
   * settings not.
   *
   * @throws ChaincodeNotRegisteredError `mute`, or `ended` when the server has closed the connection
   */
  async prove({ timeout, signal = new AbortController().signal }: HandshakeOptions): Promise<void> {
    signal.throwIfAborted();
    const inTime = AbortSignal.timeout(timeout);
    try {
      await acknowledged(this.#session, AbortSignal.any([signal, inTime]));
    } catch (error) {
      signal.throwIfAborted();
      const [reason, what] = inTime.aborted
        ? (['mute', `did not answer on its connection within ${String(timeout / 1000)} s`] as const)
        : (['ended', 'ended the connection'] as const);
      throw new ChaincodeNotRegisteredError(this.#address, reason, what, error);
    }
  }

  close(): void {
    this.#session.destroy();
  }
}

/** A session that is closed, or ends meanwhile, rejects. */
function acknowledged(session: ClientHttp2Session, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    session.settings({}, (error) => {
      signal.removeEventListener('abort', abort);
      if (error === null) resolve();
      else reject(error);
    });
  });
}
