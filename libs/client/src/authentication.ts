import { api, type Login, type Session } from '@heddle/contracts';
import { ApiError } from './api-error';
import type { Transport } from './transport';

/** Seconds before its end at which an access token counts as spent. */
const RENEW_EARLY_SECONDS = 30;

export type SessionChange = 'signed_in' | 'renewed' | 'expired' | 'signed_out';

export interface AuthenticationOptions {
  /** Obtains the next session; by default `renewByCookie`. */
  readonly renewal?: (transport: Transport) => Promise<Session>;
  /** Called after each change; the session is null once it has ended. */
  readonly changed?: (session: Session | null, change: SessionChange) => void;
}

/** For browsers, which keep the refresh cookie. It rotates with each renewal. */
export const renewByCookie = (transport: Transport): Promise<Session> => transport.send(api.auth.refresh, {}, null);

/** For programs, which keep no cookies. */
export const renewByPassword =
  (login: Login) =>
  (transport: Transport): Promise<Session> =>
    transport.send(api.auth.login, { body: login }, null);

/** The session of one user. The access token is kept in memory only. */
export class Authentication {
  readonly #transport: Transport;
  readonly #renewal: (transport: Transport) => Promise<Session>;
  readonly #changed: NonNullable<AuthenticationOptions['changed']>;
  #session: Session | null = null;
  #expiresAt = 0;
  #renewing: Promise<boolean> | null = null;

  constructor(
    transport: Transport,
    { renewal = renewByCookie, changed = () => undefined }: AuthenticationOptions = {},
  ) {
    this.#transport = transport;
    this.#renewal = renewal;
    this.#changed = changed;
  }

  /** The access token, or null without a session. It may have expired. */
  get token(): string | null {
    return this.#session?.accessToken ?? null;
  }

  /** @throws ApiError `invalid_credentials` */
  async signIn(login: Login): Promise<void> {
    this.#take(await this.#transport.send(api.auth.login, { body: login }, null), 'signed_in');
  }

  /**
   * Obtains a new session. Concurrent calls share one request.
   * @returns whether there is a session now
   * @throws ApiError if the server is unavailable; the session is kept
   */
  renew(): Promise<boolean> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  /** A token that is valid for a handshake now, or null once the session has ended. */
  async freshToken(): Promise<string | null> {
    if (Date.now() > this.#expiresAt - RENEW_EARLY_SECONDS * 1_000) await this.renew();
    return this.token;
  }

  /** Sends a request with the token, and again after a renewal if the session has expired. @throws ApiError */
  async authorized<Answer>(ask: (token: string | null) => Promise<Answer>): Promise<Answer> {
    try {
      return await ask(this.token);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      if (!(await this.renew())) throw error;
      return ask(this.token);
    }
  }

  async signOut(): Promise<void> {
    try {
      await this.#transport.send(api.auth.logout, {}, this.token);
    } finally {
      this.#end('signed_out');
    }
  }

  async #renew(): Promise<boolean> {
    try {
      this.#take(await this.#renewal(this.#transport), 'renewed');
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) || error.retryable) throw error;
      if (this.#session !== null) this.#end('expired');
      return false;
    }
  }

  #take(session: Session, change: SessionChange): void {
    this.#session = session;
    this.#expiresAt = Date.now() + session.expiresInSeconds * 1_000;
    this.#changed(session, change);
  }

  #end(change: SessionChange): void {
    this.#session = null;
    this.#changed(null, change);
  }
}
