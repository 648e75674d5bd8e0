import { KubeConfig, RequestContext } from '@kubernetes/client-node';
import { Agent, type Dispatcher } from 'undici';
import { boundAnswers } from './bounded-answers';

/** How requests reach the API server: with these headers, over these connections. */
export interface ApiConnection {
  readonly dispatcher: Dispatcher;
  readonly headers: Readonly<Record<string, string>>;
}

type DispatcherArguments = Parameters<KubeConfig['createDispatcherOptions']>;
type DispatcherOptions = ReturnType<KubeConfig['createDispatcherOptions']>;

/** A dead connection is noticed after 20 s: Node sends ten probes, one a second, before it gives up. */
const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelay: 10_000 };

/**
 * A configuration whose requests share connections, time out and bound their responses: the base class creates a new
 * pool for every request, so that each one pays a TLS handshake, and waits five minutes for a response.
 *
 * Imports the client library, so it is itself imported lazily.
 */
export class PooledKubeConfig extends KubeConfig {
  readonly #requestTimeoutMs: number;
  #pool: Dispatcher | undefined;
  #bounded: Dispatcher | undefined;

  constructor(requestTimeoutMs: number) {
    super();
    this.#requestTimeoutMs = requestTimeoutMs;
  }

  /** For requests that bound their responses themselves. */
  async connection(): Promise<ApiConnection> {
    const context = new RequestContext(this.getCurrentCluster()?.server ?? '', 'GET');
    const dispatcher = await this.#authenticate(context);
    return { dispatcher, headers: context.getHeaders() };
  }

  /** For the generated clients. */
  override async applySecurityAuthentication(context: RequestContext): Promise<void> {
    const dispatcher = await this.#authenticate(context);
    context.setDispatcher((this.#bounded ??= boundAnswers(dispatcher)));
    if (context.getSignal() === undefined) context.setSignal(AbortSignal.timeout(this.#requestTimeoutMs));
  }

  override createDispatcherOptions(...args: DispatcherArguments): DispatcherOptions {
    const options = super.createDispatcherOptions(...args);
    return 'connect' in options ? { ...options, connect: { ...options.connect, ...KEEP_ALIVE } } : options;
  }

  async #authenticate(context: RequestContext): Promise<Dispatcher> {
    await super.applySecurityAuthentication(context);
    context.setHeaderParam('Accept-Encoding', 'identity');
    return (this.#pool ??= context.getDispatcher() ?? new Agent({ connect: KEEP_ALIVE }));
  }
}
