import { randomUUID } from 'node:crypto';
import type { Role, UserId } from '@heddle/contracts';
import { IsNull, MoreThan, type EntityManager } from 'typeorm';
import { NameTakenError, RowNotFoundError } from '../data-error';
import { RefreshTokenEntity, UserEntity } from '../entities/user.entity';
import { rowOf } from '../entities/row-of';
import { isDuplicate } from './unique';

export interface NewUser {
  username: string;
  passwordHash: string;
  role: Role;
}
export type UserPatch = Partial<Pick<UserEntity, 'passwordHash' | 'role' | 'disabled'>>;

export class UserRepository {
  constructor(private readonly manager: EntityManager) {}

  find(id: UserId): Promise<UserEntity | null> {
    return this.manager.findOneBy(UserEntity, { id });
  }

  /** @throws RowNotFoundError */
  async get(id: UserId): Promise<UserEntity> {
    const row = await this.find(id);
    if (row === null) throw new RowNotFoundError('user', id);
    return row;
  }

  byUsername(username: string): Promise<UserEntity | null> {
    return this.manager.findOneBy(UserEntity, { username: username.toLowerCase() });
  }

  count(): Promise<number> {
    return this.manager.count(UserEntity);
  }

  /** @throws NameTakenError */
  async create({ username, passwordHash, role }: NewUser): Promise<UserEntity> {
    const at = new Date().toISOString();
    const row = rowOf(UserEntity, {
      id: randomUUID() as UserId,
      username: username.toLowerCase(),
      passwordHash,
      role,
      disabled: false,
      createdAt: at,
      updatedAt: at,
    });
    try {
      await this.manager.insert(UserEntity, row);
      return row;
    } catch (error) {
      if (isDuplicate(error)) throw new NameTakenError('user', username);
      throw error;
    }
  }

  async update(id: UserId, patch: UserPatch): Promise<UserEntity> {
    await this.manager.update(UserEntity, { id }, { ...patch, updatedAt: new Date().toISOString() });
    return this.get(id);
  }
}

export interface NewRefreshToken {
  userId: UserId;
  /** Family of the login; a new one if omitted. */
  familyId?: string;
  /** SHA-256 of the token, hex. */
  tokenHash: string;
  expiresAt: string;
}

/** The outcome of presenting a refresh token. */
export type RefreshTokenUse =
  | { outcome: 'accepted'; token: RefreshTokenEntity }
  /** The token was used before: the whole family has been revoked. */
  | { outcome: 'reused'; token: RefreshTokenEntity }
  | { outcome: 'refused' };

export class RefreshTokenRepository {
  constructor(private readonly manager: EntityManager) {}

  async issue({ familyId = randomUUID(), ...token }: NewRefreshToken): Promise<RefreshTokenEntity> {
    const row = rowOf(RefreshTokenEntity, {
      id: randomUUID(),
      familyId,
      ...token,
      issuedAt: new Date().toISOString(),
      usedAt: null,
      revokedAt: null,
    });
    await this.manager.insert(RefreshTokenEntity, row);
    return row;
  }

  /** Marks the token as used. Only one of two requests with the same token is accepted. Run in a transaction. */
  async use(tokenHash: string): Promise<RefreshTokenUse> {
    const now = new Date().toISOString();
    const token = await this.manager.findOneBy(RefreshTokenEntity, { tokenHash });
    if (token === null || token.revokedAt !== null || token.expiresAt <= now) return { outcome: 'refused' };
    const { affected } = await this.manager.update(
      RefreshTokenEntity,
      { id: token.id, usedAt: IsNull(), revokedAt: IsNull() },
      { usedAt: now },
    );
    if (affected === 1) return { outcome: 'accepted', token };
    await this.revokeFamily(token.familyId);
    return { outcome: 'reused', token };
  }

  /** Ends the session that a token belongs to; an unknown token is no error. */
  async revokeSessionOf(tokenHash: string): Promise<void> {
    const token = await this.manager.findOneBy(RefreshTokenEntity, { tokenHash });
    if (token !== null) await this.revokeFamily(token.familyId);
  }

  /** Whether the session still has a valid token. */
  isFamilyAlive(familyId: string): Promise<boolean> {
    const expiresAt = MoreThan(new Date().toISOString());
    return this.manager.existsBy(RefreshTokenEntity, { familyId, revokedAt: IsNull(), expiresAt });
  }

  async revokeFamily(familyId: string): Promise<void> {
    await this.#revoke({ familyId });
  }

  /** Ends every session of the user, except for the given family. */
  async revokeUser(userId: UserId, exceptFamilyId?: string): Promise<void> {
    const query = this.manager
      .createQueryBuilder()
      .update(RefreshTokenEntity)
      .set({ revokedAt: new Date().toISOString() })
      .where('userId = :userId AND revokedAt IS NULL', { userId });
    if (exceptFamilyId !== undefined) query.andWhere('familyId <> :exceptFamilyId', { exceptFamilyId });
    await query.execute();
  }

  async removeExpired(before: string): Promise<void> {
    await this.manager
      .createQueryBuilder()
      .delete()
      .from(RefreshTokenEntity)
      .where('expiresAt < :before', { before })
      .execute();
  }

  async #revoke(where: { familyId: string }): Promise<void> {
    await this.manager.update(
      RefreshTokenEntity,
      { ...where, revokedAt: IsNull() },
      { revokedAt: new Date().toISOString() },
    );
  }
}
