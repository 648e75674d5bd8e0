import { KubeConfig, type RequestContext } from '@kubernetes/client-node';

/** Milliseconds until a request that is not a watch or a followed log is given up. */
const REQUEST_TIMEOUT = 30_000;

/**
 * A configuration whose requests share connections and end in time: the base class makes a new pool for every request,
 * so that each one pays a TLS handshake, and waits five minutes for an answer. Watches and followed logs are not timed,
 * as they bring their own signal.
 *
 * Imports the client library, so it is itself imported lazily.
 */
export class PooledKubeConfig extends KubeConfig {
  #pool: ReturnType<RequestContext['getDispatcher']>;

  override async applySecurityAuthentication(context: RequestContext): Promise<void> {
    await super.applySecurityAuthentication(context);
    this.#pool ??= context.getDispatcher();
    if (this.#pool !== undefined) context.setDispatcher(this.#pool);
    if (context.getSignal() === undefined) context.setSignal(AbortSignal.timeout(REQUEST_TIMEOUT));
  }
}
