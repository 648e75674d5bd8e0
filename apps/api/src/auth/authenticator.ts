import { Injectable } from '@nestjs/common';
import { ROLE_PERMISSIONS } from '@heddle/contracts';
import type { Principal } from '../http/request';
import { Resources } from '../resources';
import { AccessTokens, unauthenticated } from './access-tokens';
import { Sessions } from './sessions';

/** How long an answer about a session is cached: the maximum time that a revoked session stays usable. */
const RECHECK_MS = 5_000;
const MAX_CACHED = 2_000;

interface Known {
  readonly principal: Principal;
  readonly expiresAt: number;
  checkedAt: number;
}

/** Turns access tokens into principals. A cached token needs neither a signature check nor a query. */
@Injectable()
export class Authenticator {
  readonly tokens: AccessTokens;
  readonly #known = new Map<string, Known>();

  constructor(
    resources: Resources,
    private readonly sessions: Sessions,
  ) {
    this.tokens = new AccessTokens(resources.masterKey);
  }

  /** @throws ApiError `unauthenticated` */
  async authenticate(token: string): Promise<Principal> {
    const now = Date.now();
    const known = this.#known.get(token) ?? (await this.#verify(token));
    if (known.expiresAt <= now) {
      this.#known.delete(token);
      throw unauthenticated();
    }
    if (now - known.checkedAt >= RECHECK_MS) await this.#recheck(token, known, now);
    return known.principal;
  }

  /** Applies changed sessions at once, at least on this replica. */
  forget(): void {
    this.#known.clear();
  }

  async #verify(token: string): Promise<Known> {
    const { expiresAt, ...claims } = await this.tokens.verify(token);
    const principal: Principal = { ...claims, permissions: ROLE_PERMISSIONS[claims.role] };
    const known: Known = { principal, expiresAt: expiresAt * 1_000, checkedAt: 0 };
    if (this.#known.size >= MAX_CACHED) this.#known.clear();
    this.#known.set(token, known);
    return known;
  }

  async #recheck(token: string, known: Known, now: number): Promise<void> {
    if (!(await this.sessions.isAlive(known.principal.sessionId))) {
      this.#known.delete(token);
      throw unauthenticated();
    }
    known.checkedAt = now;
  }
}
