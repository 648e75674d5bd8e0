import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { FabricError, LedgerEntryNotFoundError, UnreachableError } from '@heddle/fabric';
import type { ChannelKey } from '../channels/find-channel';
import { ApiError } from '../errors/api-error';
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
import { PeerReach } from './peer-reach';

/** Time in milliseconds for which an unreachable peer is asked last. */
const SHUN_MS = 5_000;

/** Connects requests to peers: cached channel information and shared connections. */
@Injectable()
export class ChannelGateways implements OnApplicationShutdown {
  readonly #pool = new PeerPool();
  readonly #organizations = new FreshCache<OrganizationAccess[]>({ freshMs: 60_000, staleMs: 0 });
  readonly #channels = new FreshCache<ChannelAccess>({ freshMs: 2_000, staleMs: 8_000 });
  readonly #shunned = new Map<string, number>();

  constructor(
    private readonly resources: Resources,
    private readonly reach: PeerReach,
  ) {}

  /** @throws RowNotFoundError, ApiError `invalid_state` for a chain that does not run */
  channel(key: ChannelKey): ChannelAccess | Promise<ChannelAccess> {
    return this.#channels.get(cacheKey(key), () => this.#load(key));
  }

  /** Current information from the database, for entries that a cached channel lacks. */
  async reloaded(key: ChannelKey): Promise<ChannelAccess> {
    this.#channels.forget(cacheKey(key));
    return this.channel(key);
  }

  /**
   * @param wanted name of an organization; the first one of the channel by default
   * @throws ApiError `validation_failed` if it is not a member
   */
  organization(channel: ChannelAccess, wanted: string | undefined): OrganizationAccess {
    const [first] = channel.organizations;
    const found = wanted === undefined ? first : channel.organizations.find(({ name }) => name === wanted);
    if (found !== undefined) return found;
    throw new ApiError('validation_failed', `${wanted ?? 'The caller’s organization'} is not on ${channel.name}.`, {
      errors: [{ path: 'organization', message: `is not on ${channel.name}` }],
      remedy: `Call as one of its members: ${channel.organizations.map(({ name }) => name).join(', ')}.`,
    });
  }

  /**
   * Runs a call on a peer of the organization. It continues with the next peer if one cannot be reached or lacks the
   * entry, for example while it joins the channel or catches up. Finally, unreachable peers are reconnected: an old
   * connection backs off before it retries, although its peer may be back.
   *
   * @throws ApiError `peer_unreachable` if none can be reached, `invalid_state` if the chain was stopped meanwhile;
   * LedgerEntryNotFoundError if no answering peer has the entry; UnreachableError if a peer failed during work that
   * must not be repeated
   */
  async call<T>(call: PeerCall, work: (clients: PeerClients) => Promise<T>): Promise<T> {
    const { channel, organization } = call;
    const attempts = [...this.#ordered(targetsOf(call))];
    const failures = new Map<PeerTarget, FabricError>();
    for (const target of attempts) {
      let shared = false;
      try {
        const reached = await this.reach.target(channel, target);
        shared = this.#pool.holds(organization, reached);
        return await work(this.#pool.clients(organization, reached));
      } catch (error) {
        const failure = await this.#nextMayAnswer(error, call, target);
        failures.set(target, failure);
        if (shared && failure instanceof UnreachableError) attempts.push(target);
      }
    }
    for (const failure of failures.values()) if (failure instanceof LedgerEntryNotFoundError) throw failure;
    await this.reloaded(call.channel);
    throw noneAnswers(call, [...failures.values()]);
  }

  /**
   * An endless stream from a peer. If the peer cannot be reached or its stream breaks, `work` is called with the next
   * peer and continues from the consumer's position.
   *
   * @throws ApiError `peer_unreachable` if none can be reached, and errors of `work`
   */
  async *stream<T>(call: PeerCall, work: (clients: PeerClients) => AsyncIterable<T>): AsyncGenerator<T> {
    const failures: FabricError[] = [];
    for (const target of this.#ordered(targetsOf(call))) {
      try {
        using clients = this.#pool.stream(call.organization, await this.reach.target(call.channel, target));
        yield* work(clients);
        return;
      } catch (error) {
        failures.push(await this.#nextMayAnswer(error, call, target));
      }
    }
    await this.reloaded(call.channel);
    throw noneAnswers(call, failures);
  }

  onApplicationShutdown(): void {
    this.#pool.close();
  }

  /** @throws the error itself if no other peer may be asked */
  async #nextMayAnswer(error: unknown, call: PeerCall, target: PeerTarget): Promise<FabricError> {
    const { channel, organization, mayRepeat = always } = call;
    if (error instanceof LedgerEntryNotFoundError) return error;
    if (!(error instanceof UnreachableError)) throw error;
    await this.#dialAnew(channel, organization, target);
    this.#shunned.set(target.address, Date.now() + SHUN_MS);
    if (!mayRepeat()) throw error;
    return error;
  }

  async #dialAnew(channel: ChannelAccess, organization: OrganizationAccess, target: PeerTarget): Promise<void> {
    const reached = await this.reach.target(channel, target).catch(() => undefined);
    if (reached !== undefined) this.#pool.renew(organization, reached);
    this.reach.forget(channel, target);
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
  /** Whose peers may answer: every member's peers can be read from, but the own ones come first. */
  readonly peersOf: 'organization' | 'channel' | { readonly member: string };
  /** Whether the call may move to another peer now. Without it always, as for all calls that change nothing. */
  readonly mayRepeat?: () => boolean;
}

const always = (): boolean => true;

function targetsOf({ channel, organization, peersOf }: PeerCall): readonly PeerTarget[] {
  if (typeof peersOf === 'object') return channel.peers.get(peersOf.member) ?? [];
  const own = channel.peers.get(organization.name) ?? [];
  if (peersOf === 'organization') return own;
  return [...own, ...[...channel.peers].flatMap(([name, peers]) => (name === organization.name ? [] : peers))];
}

function noneAnswers({ channel, organization, peersOf }: PeerCall, errors: readonly FabricError[]): ApiError {
  const name = typeof peersOf === 'object' ? peersOf.member : organization.name;
  const whose = peersOf === 'channel' ? '' : ` of organization ${name}`;
  if (errors.length === 0) return new ApiError('unavailable', `There is no peer${whose} on ${channel.name}.`);
  const words = errors.map(({ message }) => message).join('; ');
  return new ApiError('peer_unreachable', `No peer${whose} on ${channel.name} answers: ${words}`, {
    cause: errors.at(-1),
    remedy: 'Check the nodes of the chain. Crashed peers are restarted automatically. Then try again.',
  });
}

const cacheKey = ({ chainId, channelId }: ChannelKey): string => `${chainId}/${channelId}`;
