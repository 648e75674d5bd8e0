import { Injectable } from '@nestjs/common';
import type { UserEntity, UserRepository } from '@heddle/data';
import { ROLE_PERMISSIONS, type ChangePassword, type CurrentUser, type Login, type Session } from '@heddle/contracts';
import { ApiError, invalidField } from '../errors/api-error';
import type { Principal } from '../http/request';
import { Resources } from '../resources';
import { ACCESS_TOKEN_SECONDS } from './access-tokens';
import { Authenticator } from './authenticator';
import { forgetFirstPassword } from './first-admin';
import { LoginLimiter } from './login-limiter';
import { hashPassword, verifyPassword } from './password';
import { Sessions, type IssuedRefreshToken } from './sessions';

export interface SignedIn {
  readonly session: Session;
  readonly refresh: IssuedRefreshToken;
}

@Injectable()
export class AuthService {
  readonly #limiter: LoginLimiter;

  constructor(
    private readonly resources: Resources,
    private readonly sessions: Sessions,
    private readonly authenticator: Authenticator,
  ) {
    this.#limiter = new LoginLimiter(resources.redis, resources.settings.redis.prefix);
  }

  /** @throws ApiError `invalid_credentials`, identical for a wrong name and a wrong password; `too_many_requests` */
  async signIn({ username, password }: Login, address: string): Promise<SignedIn> {
    const attempt = { username, address };
    await this.#limiter.take(attempt);
    const user = await this.#users.byUsername(username);
    const passes = await verifyPassword(user?.passwordHash, password);
    if (user === null || !passes || user.disabled) {
      throw new ApiError('invalid_credentials', 'The name or the password is wrong.', {
        remedy:
          'Check both. The first administrator’s password is HEDDLE_ADMIN_PASSWORD if that is set; otherwise it is in the ' +
          'file keys/first-admin-password of the data folder, until it is changed.',
      });
    }
    await this.#limiter.succeeded(attempt);
    return this.#signedIn(user, await this.sessions.begin(user));
  }

  async refresh(presented: string | undefined): Promise<SignedIn> {
    const { user, refresh } = await this.sessions.renew(presented);
    return this.#signedIn(user, refresh);
  }

  async signOut(presented: string | undefined): Promise<void> {
    await this.sessions.end(presented);
    this.authenticator.forget();
  }

  async me({ userId }: Principal): Promise<CurrentUser> {
    return currentUser(await this.#users.get(userId));
  }

  /** Ends all other sessions of the account. */
  async changePassword({ userId, sessionId }: Principal, change: ChangePassword): Promise<void> {
    const user = await this.#users.get(userId);
    if (!(await verifyPassword(user.passwordHash, change.currentPassword))) {
      throw invalidField('currentPassword', 'is not the current password');
    }
    const passwordHash = await hashPassword(change.newPassword);
    await this.resources.database.transaction(async ({ users, refreshTokens }) => {
      await users.update(userId, { passwordHash });
      await refreshTokens.revokeUser(userId, sessionId);
    });
    await forgetFirstPassword(this.resources, change.currentPassword);
    this.authenticator.forget();
  }

  get #users(): UserRepository {
    return this.resources.database.store.users;
  }

  async #signedIn(user: UserEntity, refresh: IssuedRefreshToken): Promise<SignedIn> {
    const { id: userId, username, role } = user;
    const accessToken = await this.authenticator.tokens.issue({ userId, username, role, sessionId: refresh.sessionId });
    return { session: { accessToken, expiresInSeconds: ACCESS_TOKEN_SECONDS, user: currentUser(user) }, refresh };
  }
}

function currentUser({ id, username, role }: UserEntity): CurrentUser {
  return { id, username, role, permissions: [...ROLE_PERMISSIONS[role]] };
}
