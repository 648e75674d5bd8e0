import { KubeConfig, type RequestContext } from '@kubernetes/client-node';

/**
 * A configuration whose requests share connections and end in time: the base class makes a new pool for every request,
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
    this.#pool ??= context.getDispatcher();
    if (this.#pool !== undefined) context.setDispatcher(this.#pool);
    if (context.getSignal() === undefined) context.setSignal(AbortSignal.timeout(this.#requestTimeoutMs));
  }
}
