import { Injectable, computed, inject, signal } from '@angular/core';
import { api, type Login, type Permission, type Session } from '@heddle/contracts';
import { ApiError } from '../api/api-error';
import { Transport } from '../api/transport';

/** Seconds before its end at which an access token counts as spent. */
const RENEW_EARLY_SECONDS = 30;

/** Who is signed in. The access token lives in memory only; the refresh token is a cookie that scripts cannot see. */
@Injectable({ providedIn: 'root' })
export class SessionStore {
  readonly #transport = inject(Transport);
  readonly #session = signal<Session | null>(null);
  #expiresAt = 0;
  #renewal: Promise<boolean> | null = null;

  readonly user = computed(() => this.#session()?.user ?? null);
  readonly token = computed(() => this.#session()?.accessToken ?? null);
  /** True once a session ended by itself, so that the sign-in page can say why it is shown. */
  readonly expired = signal(false);

  may(permission: Permission): boolean {
    return this.user()?.permissions.includes(permission) ?? false;
  }

  async signIn(login: Login): Promise<void> {
    this.#take(await this.#transport.send(api.auth.login, { body: login }, null));
    this.expired.set(false);
  }

  /** Exchanges the cookie for a new session; calls at the same time share one request, since the cookie rotates. */
  renew(): Promise<boolean> {
    this.#renewal ??= this.#exchange().finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  /** A token that is good for a handshake now, or null once the session has ended. */
  async freshToken(): Promise<string | null> {
    if (Date.now() > this.#expiresAt - RENEW_EARLY_SECONDS * 1_000) await this.renew();
    return this.token();
  }

  async signOut(): Promise<void> {
    try {
      await this.#transport.send(api.auth.logout, {}, this.token());
    } finally {
      this.#session.set(null);
    }
  }

  async #exchange(): Promise<boolean> {
    try {
      this.#take(await this.#transport.send(api.auth.refresh, {}, null));
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) || error.retryable) throw error;
      // A second refusal in a row says nothing new: the session that ended is remembered.
      if (this.#session() !== null) this.expired.set(true);
      this.#session.set(null);
      return false;
    }
  }

  #take(session: Session): void {
    this.#session.set(session);
    this.#expiresAt = Date.now() + session.expiresInSeconds * 1_000;
  }
}
