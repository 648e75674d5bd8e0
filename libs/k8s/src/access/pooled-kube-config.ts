import { KubeConfig, type RequestContext } from '@kubernetes/client-node';
import { boundAnswers } from './bounded-answers';

/**
 * A configuration whose requests share connections, time out and bound their responses: the base class creates a new
 * pool for every request, so that each one pays a TLS handshake, and waits five minutes for a response. Watches and
 * followed logs do not time out, as they bring their own signal.
 *
 * Imports the client library, so it is itself imported lazily.
 */
export class PooledKubeConfig extends KubeConfig {
  readonly #requestTimeoutMs: number;
  #pool: ReturnType<RequestContext['getDispatcher']>;

  constructor(requestTimeoutMs: number) {
    super();
    this.#requestTimeoutMs = requestTimeoutMs;
  }

  override async applySecurityAuthentication(context: RequestContext): Promise<void> {
    await super.applySecurityAuthentication(context);
    const made = context.getDispatcher();
    if (this.#pool === undefined && made !== undefined) this.#pool = boundAnswers(made);
    if (this.#pool !== undefined) context.setDispatcher(this.#pool);
    context.setHeaderParam('Accept-Encoding', 'identity');
    if (context.getSignal() === undefined) context.setSignal(AbortSignal.timeout(this.#requestTimeoutMs));
  }
}
