import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RefreshTokenEntity, RefreshTokenRepository, UserEntity } from '@heddle/data';
import { Resources } from '../resources';
import { unauthenticated } from './access-tokens';

const REFRESH_DAYS = 14;
const DAY_MS = 86_400_000;

export interface IssuedRefreshToken {
  readonly value: string;
  readonly expiresAt: Date;
  /** The session that the token belongs to. */
  readonly sessionId: string;
}

export interface RenewedSession {
  readonly user: UserEntity;
  readonly refresh: IssuedRefreshToken;
}

/**
 * Sessions: a chain of refresh tokens, each exchanged once for the next one. A second use of a token ends the session.
 */
@Injectable()
export class Sessions {
  constructor(private readonly resources: Resources) {}

  async begin(user: UserEntity): Promise<IssuedRefreshToken> {
    return this.resources.database.transaction(({ refreshTokens }) => issue(refreshTokens, { userId: user.id }));
  }

  /** @throws ApiError `unauthenticated` for a token that is unknown, expired, revoked or used before */
  async renew(presented: string | undefined): Promise<RenewedSession> {
    if (presented === undefined) throw unauthenticated();
    const renewed = await this.resources.database.transaction(async ({ refreshTokens, users }) => {
      const use = await refreshTokens.use(hashToken(presented));
      if (use.outcome === 'reused') {
        this.resources.log.warn({ userId: use.token.userId, session: use.token.familyId }, 'refresh token used twice');
      }
      if (use.outcome !== 'accepted') return undefined;
      const user = await users.find(use.token.userId);
      if (user === null || user.disabled) return undefined;
      return { user, refresh: await issue(refreshTokens, use.token) };
    });
    if (renewed === undefined) throw unauthenticated();
    return renewed;
  }

  /** An unknown token is not an error: the session is ended either way. */
  async end(presented: string | undefined): Promise<void> {
    if (presented === undefined) return;
    await this.resources.database.transaction(({ refreshTokens }) =>
      refreshTokens.revokeSessionOf(hashToken(presented)),
    );
  }

  /** Whether the session still has a valid refresh token. */
  isAlive(sessionId: string): Promise<boolean> {
    return this.resources.database.store.refreshTokens.isFamilyAlive(sessionId);
  }
}

async function issue(
  tokens: RefreshTokenRepository,
  { userId, familyId }: Pick<RefreshTokenEntity, 'userId'> & { familyId?: string },
): Promise<IssuedRefreshToken> {
  const value = randomBytes(32).toString('base64url');
  const expiresAt = new Date(Date.now() + REFRESH_DAYS * DAY_MS);
  const token = await tokens.issue({
    userId,
    ...(familyId === undefined ? {} : { familyId }),
    tokenHash: hashToken(value),
    expiresAt: expiresAt.toISOString(),
  });
  return { value, expiresAt, sessionId: token.familyId };
}

function hashToken(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
