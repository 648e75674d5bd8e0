import { KubeConfig, type RequestContext } from '@kubernetes/client-node';
import { boundAnswers } from './bounded-answers';

/**
 * A configuration whose requests share connections, end in time and bound their answers: the base class makes a new pool for every request,
 * so that each one pays a TLS handshake, and waits five minutes for an answer. Watches and followed logs are not timed,
 * as they bring their own signal.
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
