import type { Login, Operation } from '@heddle/contracts';
import { Authentication, renewByPassword } from './authentication';
import { Client } from './client';
import { followOperation, type FollowOperationOptions } from './follow-operation';
import { LiveFeed } from './live/live-feed';
import { connectLive } from './live/live-socket';
import { OperationFailedError } from './operation-failed-error';
import { Transport, type TransportOptions } from './transport';

export interface SignInOptions extends TransportOptions {
  /** Base address of the instance. */
  readonly url: string;
  readonly login: Login;
}

/** A client of one instance for programs: REST API, live feed, and the ends of operations. */
export class SignedInClient extends Client {
  readonly live: LiveFeed;
  readonly #authentication: Authentication;

  private constructor(transport: Transport, authentication: Authentication, live: LiveFeed) {
    super(transport, authentication);
    this.#authentication = authentication;
    this.live = live;
  }

  /** @throws ApiError `invalid_credentials`, `unavailable` */
  static async open({ url, login, ...options }: SignInOptions): Promise<SignedInClient> {
    const transport = new Transport({ ...options, url });
    const authentication = new Authentication(transport, { renewal: renewByPassword(login) });
    await authentication.signIn(login);
    const live = new LiveFeed({ token: () => authentication.freshToken(), connect: connectLive(url) });
    return new SignedInClient(transport, authentication, live);
  }

  /** The current access token. */
  get token(): string {
    return this.#authentication.token ?? '';
  }

  /** Obtains a new access token before the current one expires. @throws ApiError */
  async renew(): Promise<void> {
    await this.#authentication.renew();
  }

  /** Waits for the end of an operation, whatever it is. @throws ApiError, the signal's reason */
  follow(operation: Pick<Operation, 'id'>, options: FollowOperationOptions = {}): Promise<Operation> {
    return followOperation({ client: this, live: this.live }, operation, options);
  }

  /**
   * Waits for the success of accepted work.
   * @returns the resource as it was accepted
   * @throws OperationFailedError, ApiError, the signal's reason
   */
  async succeeded<Resource>(
    { resource, operation }: { readonly resource: Resource; readonly operation: Operation },
    options: FollowOperationOptions = {},
  ): Promise<Resource> {
    const ended = await this.follow(operation, options);
    if (ended.state !== 'succeeded') throw new OperationFailedError(ended);
    return resource;
  }

  /** Ends the connection of the live feed. */
  close(): void {
    this.live.disconnect();
  }
}
