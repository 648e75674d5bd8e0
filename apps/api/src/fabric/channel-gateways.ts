import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { UnreachableError } from '@heddle/fabric';
import type { ChannelKey } from '../channels/find-channel';
import { ApiError, invalidField } from '../errors/api-error';
import { Resources } from '../resources';
import {
  loadChannel,
  loadOrganizations,
  type ChannelAccess,
  type OrganizationAccess,
  type PeerTarget,
} from './channel-access';
import { FreshCache } from './fresh-cache';
import { PeerPool, type PeerClients } from './peer-pool';

/** A peer that did not answer is asked last for this long, in milliseconds. */
const SHUN_MS = 5_000;

/** The way from a request to a peer: what is known of channels, kept fresh, and the connections that all share. */
@Injectable()
export class ChannelGateways implements OnApplicationShutdown {
  readonly #pool = new PeerPool();
  readonly #organizations = new FreshCache<OrganizationAccess[]>({ freshMs: 60_000, staleMs: 0 });
  readonly #channels = new FreshCache<ChannelAccess>({ freshMs: 2_000, staleMs: 8_000 });
  readonly #shunned = new Map<string, number>();

  constructor(private readonly resources: Resources) {}

  /** @throws RowNotFoundError, ApiError `invalid_state` for a chain that does not run */
  channel(key: ChannelKey): ChannelAccess | Promise<ChannelAccess> {
    return this.#channels.get(cacheKey(key), () => this.#load(key));
  }

  /** What the database says now; for what a cached channel does not know. */
  async reloaded(key: ChannelKey): Promise<ChannelAccess> {
    this.#channels.forget(cacheKey(key));
    return this.channel(key);
  }

  /**
   * @param wanted name of an organization; without it the first of the channel
   * @throws ApiError `validation_failed` for one that is no member
   */
  organization(channel: ChannelAccess, wanted: string | undefined): OrganizationAccess {
    const [first] = channel.organizations;
    const found = wanted === undefined ? first : channel.organizations.find(({ name }) => name === wanted);
    if (found !== undefined) return found;
    throw invalidField('organization', `${wanted ?? ''} has no client identity on channel ${channel.name}`);
  }

  /**
   * Runs a call on a peer of the organization. Calls that change nothing go to the next peer when one cannot be
   * reached; others are not repeated, for the first may have been heard.
   */
  async call<T>(
    { channel, organization, repeatable }: PeerCall,
    work: (clients: PeerClients) => Promise<T>,
  ): Promise<T> {
    const targets = this.#ordered(channel.peers.get(organization.name) ?? []);
    let unreachable: UnreachableError | undefined;
    for (const target of targets) {
      try {
        return await work(this.#pool.clients(organization, target));
      } catch (error) {
        if (!(error instanceof UnreachableError)) throw error;
        this.#shunned.set(target.address, Date.now() + SHUN_MS);
        if (!repeatable) throw error;
        unreachable = error;
      }
    }
    throw (
      unreachable ?? new ApiError('unavailable', `Organization ${organization.name} has no peer on ${channel.name}.`)
    );
  }

  onApplicationShutdown(): void {
    this.#pool.close();
  }

  #ordered(targets: readonly PeerTarget[]): readonly PeerTarget[] {
    if (this.#shunned.size === 0) return targets;
    const now = Date.now();
    for (const [address, until] of this.#shunned) if (until <= now) this.#shunned.delete(address);
    const shunned = ({ address }: PeerTarget): boolean => this.#shunned.has(address);
    return [...targets.filter((target) => !shunned(target)), ...targets.filter(shunned)];
  }

  async #load(key: ChannelKey): Promise<ChannelAccess> {
    const { database, sealer } = this.resources;
    const { store } = database;
    const organizations = await this.#organizations.get(key.chainId, () =>
      loadOrganizations(store, key.chainId, sealer),
    );
    return loadChannel(store, key, organizations);
  }
}

export interface PeerCall {
  readonly channel: ChannelAccess;
  readonly organization: OrganizationAccess;
  readonly repeatable: boolean;
}

const cacheKey = ({ chainId, channelId }: ChannelKey): string => `${chainId}/${channelId}`;
