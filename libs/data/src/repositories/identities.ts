import { randomUUID } from 'node:crypto';
import type { ChainId } from '@heddle/contracts';
import { In, type EntityManager } from 'typeorm';
import { NameTakenError, RowNotFoundError } from '../data-error';
import { IdentityEntity, type IdentityKind } from '../entities/identity.entity';
import type { Sealer } from '../sealer';
import { isDuplicate } from './unique';

/** The key of an identity. `name` is the name of the node or user, or of the organization for a CA. */
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
  readonly privateKey: string;
  expiresAt: string;
}

/** Certificates and key that a CA issued, as PEM. */
export interface IssuedIdentity {
  certificate: string;
  privateKey: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** The public part of an identity. */
export type IdentityRow = Omit<IdentityEntity, 'sealedPrivateKey'>;

/** Identities that act for an organization and do not belong to a node. */
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

const ORDER = { organization: 'ASC', kind: 'ASC', name: 'ASC' } as const;

const place = (row: string) => ({ table: 'identities', column: 'sealedPrivateKey', row });

export class IdentityRepository {
  constructor(private readonly manager: EntityManager) {}

  async find(key: IdentityKey, sealer: Sealer): Promise<Identity | null> {
    const row = await this.#row(key);
    return row === null ? null : this.#open(row, sealer);
  }

  /** All identities of a chain in one query. Each private key is opened when it is first read, which may throw UnsealError. */
  async openChain(chainId: ChainId, sealer: Sealer): Promise<Identity[]> {
    const rows = await this.manager.find(IdentityEntity, { where: { chainId }, order: ORDER });
    return rows.map((row) => openedWhenRead(row, sealer));
  }

  /** Without private keys. */
  ofChain(chainId: ChainId): Promise<IdentityRow[]> {
    return this.manager.find(IdentityEntity, {
      select: PUBLIC,
      where: { chainId },
      order: ORDER,
    });
  }

  /**
   * Returns the identity with this key; issues and stores it if there is none. The first writer wins and every caller
   * gets its identity, so a rerun never creates a second CA.
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
   * Stores a new identity of a user. Names of users are unique in an organization, whatever their roles.
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

  /**
   * A user's identity with its private key. @throws RowNotFoundError also for an identity of another chain or not of a
   * user
   */
  async openUser({ chainId, id }: { chainId: ChainId; id: string }, sealer: Sealer): Promise<Identity> {
    const row = await this.manager.findOneBy(IdentityEntity, { chainId, id, kind: In([...USER_KINDS]) });
    if (row === null) throw new RowNotFoundError('identity', id);
    return this.#open(row, sealer);
  }

  /** Removes one kind of identity of the given nodes or users. Identities of other chains and kinds stay. */
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

  #open(row: IdentityEntity, sealer: Sealer): Identity {
    return { ...withoutKey(row), privateKey: privateKeyOf(row, sealer) };
  }
}

const withoutKey = ({
  id,
  chainId,
  organization,
  kind,
  name,
  certificate,
  expiresAt,
}: IdentityEntity): Omit<Identity, 'privateKey'> => ({ id, chainId, organization, kind, name, certificate, expiresAt });

const privateKeyOf = ({ id, sealedPrivateKey }: IdentityEntity, sealer: Sealer): string =>
  sealer.open(sealedPrivateKey, place(id));

/** An identity whose private key is opened when it is first read. */
function openedWhenRead(row: IdentityEntity, sealer: Sealer): Identity {
  let privateKey: string | undefined;
  return {
    ...withoutKey(row),
    get privateKey() {
      privateKey ??= privateKeyOf(row, sealer);
      return privateKey;
    },
  };
}
