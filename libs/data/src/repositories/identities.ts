import { randomUUID } from 'node:crypto';
import type { ChainId } from '@heddle/contracts';
import { In, type EntityManager } from 'typeorm';
import { NameTakenError, RowNotFoundError } from '../data-error';
import { IdentityEntity, type IdentityKind } from '../entities/identity.entity';
import type { Sealer } from '../sealer';
import { isDuplicate } from './unique';

/** What names an identity; `name` is the node's or user's name, or the organization's for a CA. */
export interface IdentityKey {
  chainId: ChainId;
  organization: string;
  kind: IdentityKind;
  name: string;
}

/** A certificate with its private key in the clear; never log it. */
export interface Identity extends IdentityKey {
  id: string;
  /** PEM. */
  certificate: string;
  /** PKCS #8 PEM. */
  privateKey: string;
  expiresAt: string;
}

/** What a CA issued: PEM texts. */
export interface IssuedIdentity {
  certificate: string;
  privateKey: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** What may be shown of an identity. */
export type IdentityRow = Omit<IdentityEntity, 'sealedPrivateKey'>;

/** Identities that act for an organization and belong to no node. */
export const USER_KINDS = ['admin', 'client'] as const satisfies readonly IdentityKind[];
export type UserKind = (typeof USER_KINDS)[number];

export interface UserKey extends IdentityKey {
  kind: UserKind;
}

const PUBLIC = {
  id: true,
  chainId: true,
  organization: true,
  kind: true,
  name: true,
  certificate: true,
  expiresAt: true,
  createdAt: true,
} as const;

const place = (row: string) => ({ table: 'identities', column: 'sealedPrivateKey', row });

export class IdentityRepository {
  constructor(private readonly manager: EntityManager) {}

  async find(key: IdentityKey, sealer: Sealer): Promise<Identity | null> {
    const row = await this.#row(key);
    return row === null ? null : this.#open(row, sealer);
  }

  /** Without private keys. */
  ofChain(chainId: ChainId): Promise<IdentityRow[]> {
    return this.manager.find(IdentityEntity, {
      select: PUBLIC,
      where: { chainId },
      order: { organization: 'ASC', kind: 'ASC', name: 'ASC' },
    });
  }

  /**
   * The identity with this key, issued and stored when there is none. Whoever stores first wins and everybody gets
   * that one: a rerun never makes a second CA.
   */
  async remember(key: IdentityKey, sealer: Sealer, issue: () => Promise<IssuedIdentity>): Promise<Identity> {
    const known = await this.find(key, sealer);
    if (known !== null) return known;
    const issued = await issue();
    try {
      return await this.#insert(key, sealer, issued);
    } catch (error) {
      const winner = isDuplicate(error) ? await this.find(key, sealer) : null;
      if (winner === null) throw error;
      return winner;
    }
  }

  /**
   * Stores a new identity of a user; no two users of an organization have the same name, whatever their roles.
   *
   * @throws NameTakenError
   */
  async addUser(key: UserKey, sealer: Sealer, issued: IssuedIdentity): Promise<IdentityRow> {
    const { chainId, organization, name } = key;
    const taken = { chainId, organization, name, kind: In([...USER_KINDS]) };
    if (await this.manager.existsBy(IdentityEntity, taken)) throw new NameTakenError('identity', name);
    try {
      const { id } = await this.#insert(key, sealer, issued);
      return await this.manager.findOneOrFail(IdentityEntity, { select: PUBLIC, where: { id } });
    } catch (error) {
      throw isDuplicate(error) ? new NameTakenError('identity', name) : error;
    }
  }

  /** A user's identity with its private key. @throws RowNotFoundError also for one of another chain or of no user */
  async openUser({ chainId, id }: { chainId: ChainId; id: string }, sealer: Sealer): Promise<Identity> {
    const row = await this.manager.findOneBy(IdentityEntity, { chainId, id, kind: In([...USER_KINDS]) });
    if (row === null) throw new RowNotFoundError('identity', id);
    return this.#open(row, sealer);
  }

  /** Removes one kind of identity of the given nodes or users; other chains' and kinds' stay. */
  async removeNamed(chainId: ChainId, kind: IdentityKind, names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.manager.delete(IdentityEntity, { chainId, kind, name: In([...names]) });
  }

  async removeOfChain(chainId: ChainId): Promise<void> {
    await this.manager.delete(IdentityEntity, { chainId });
  }

  async #insert(
    key: IdentityKey,
    sealer: Sealer,
    { certificate, privateKey, expiresAt }: IssuedIdentity,
  ): Promise<Identity> {
    const id = randomUUID();
    await this.manager.insert(IdentityEntity, {
      id,
      ...key,
      certificate,
      expiresAt,
      sealedPrivateKey: sealer.seal(privateKey, place(id)),
      createdAt: new Date().toISOString(),
    });
    return { id, ...key, certificate, privateKey, expiresAt };
  }

  #row({ chainId, organization, kind, name }: IdentityKey): Promise<IdentityEntity | null> {
    return this.manager.findOneBy(IdentityEntity, { chainId, organization, kind, name });
  }

  #open({ sealedPrivateKey, ...row }: IdentityEntity, sealer: Sealer): Identity {
    return { ...row, privateKey: sealer.open(sealedPrivateKey, place(row.id)) };
  }
}
