import { Injectable, computed, inject, signal } from '@angular/core';
import { Authentication } from '@heddle/client';
import type { Login, Permission, Session } from '@heddle/contracts';
import { TRANSPORT } from '../api/transport';

/** Who is signed in. The access token lives in memory only; the refresh token is a cookie that scripts cannot see. */
@Injectable({ providedIn: 'root' })
export class SessionStore {
  readonly #session = signal<Session | null>(null);
  readonly authentication = new Authentication(inject(TRANSPORT), {
    changed: (session, change) => {
      this.#session.set(session);
      if (change === 'signed_in' || change === 'expired') this.expired.set(change === 'expired');
    },
  });

  readonly user = computed(() => this.#session()?.user ?? null);
  readonly token = computed(() => this.#session()?.accessToken ?? null);
  /** True once a session ended by itself, so that the sign-in page can say why it is shown. */
  readonly expired = signal(false);

  may(permission: Permission): boolean {
    return this.user()?.permissions.includes(permission) ?? false;
  }

  signIn(login: Login): Promise<void> {
    return this.authentication.signIn(login);
  }

  /** Exchanges the cookie for a new session. @returns whether there is one */
  renew(): Promise<boolean> {
    return this.authentication.renew();
  }

  signOut(): Promise<void> {
    return this.authentication.signOut();
  }
}
