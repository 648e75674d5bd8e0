import { Injectable } from '@nestjs/common';
import {
  capabilitiesOf,
  chainScope,
  type Chain,
  type ChainId,
  type ChainSpec,
  type InputOf,
  type Organization,
  type OperationKind,
  type Page,
  type QueryOf,
  type ResponseOf,
  type api,
  ordererWarnings,
} from '@heddle/contracts';
import { chainView, chainViews, inventoryOf, type Store, type Transaction } from '@heddle/data';
import { nodesOf, requestedInventory } from '@heddle/topology';
import { invalidField } from '../errors/api-error';
import type { Principal } from '../http/request';
import { Acceptance, type Accepted } from '../requests/acceptance';
import { Messaging } from '../requests/messaging';
import { Resources } from '../resources';
import { assertAction, assertNameFree } from './chain-rules';
import { assertCluster, clusterWarnings } from './chain-cluster';
import { sandboxWarnings, withSandboxWarnings } from './sandbox-warning';

type ChainOperation = Extract<OperationKind, 'chain.start' | 'chain.stop' | 'chain.release'>;
interface Change {
  readonly chainId: ChainId;
  readonly caller: Principal;
  /** For a release: whether ledgers are kept. */
  readonly keepLedgers?: boolean;
}

const ACTIONS = { 'chain.start': 'start', 'chain.stop': 'stop', 'chain.release': 'release' } as const;

@Injectable()
export class ChainsService {
  constructor(
    private readonly resources: Resources,
    private readonly acceptance: Acceptance,
    private readonly messaging: Messaging,
  ) {}

  /** @throws ApiError `name_taken`, or `validation_failed` for a cluster that cannot run the chain */
  create(spec: ChainSpec, caller: Principal): Promise<Accepted<Chain>> {
    return this.acceptance.accept(async ({ store, request }) => {
      await assertNameFree(store, spec.name);
      await assertCluster(store, spec);
      const row = await store.chains.create({ spec, ownerId: caller.userId });
      const operation = await request({
        kind: 'chain.create',
        input: { chainId: row.id },
        chainId: row.id,
        scope: chainScope(row.id),
        subject: row.name,
        requestedBy: caller.username,
      });
      return { operation, view: () => this.#announced(store, row.id) };
    });
  }

  async validate(spec: ChainSpec): Promise<ResponseOf<typeof api.chains.validate>> {
    const { store } = this.resources.database;
    await assertNameFree(store, spec.name);
    const cluster = clusterWarnings(await assertCluster(store, spec));
    const warnings = [
      ...ordererWarnings(spec.ordering.orderers),
      ...cluster,
      ...sandboxWarnings(this.resources.settings, spec),
    ];
    return { warnings, nodes: requestedInventory(spec).nodes.length };
  }

  list(query: QueryOf<typeof api.chains.list>): Promise<Page<Chain>> {
    return this.resources.database.snapshot(async (store) => {
      const { items, nextCursor } = await store.chains.list(query);
      const views = await chainViews(store, items);
      return { items: views.map((view) => withSandboxWarnings(this.resources.settings, view)), nextCursor };
    });
  }

  get(chainId: ChainId): Promise<Chain> {
    return this.resources.database.snapshot((store) => this.#view(store, chainId));
  }

  /** Starts, stops or releases. @throws ScopeBusyError, ApiError `invalid_state` */
  change(kind: ChainOperation, { chainId, caller, keepLedgers }: Change): Promise<Accepted<Chain>> {
    return this.acceptance.accept(async ({ store, request }) => {
      const row = await store.chains.get(chainId);
      await assertAction(store, row, ACTIONS[kind]);
      const operation = await request({
        kind,
        input: keepLedgers === undefined ? { chainId } : { chainId, keepLedgers },
        chainId,
        scope: chainScope(chainId),
        subject: row.name,
        requestedBy: caller.username,
      });
      return { operation, view: () => this.#announced(store, chainId) };
    });
  }

  /** @throws ApiError `validation_failed` if the name is not repeated, or the ledgers cannot be kept */
  async release(
    { params: { chainId }, body: { confirmName, keepLedgers } }: InputOf<typeof api.chains.release>,
    caller: Principal,
  ): Promise<Accepted<Chain>> {
    const chain = await this.resources.database.store.chains.get(chainId);
    if (keepLedgers && !capabilitiesOf(chain).keepLedgers)
      throw invalidField('keepLedgers', 'only a cluster can keep ledgers');
    if (confirmName !== chain.name) throw invalidField('confirmName', `must be the chain's name, ${chain.name}`);
    return this.change('chain.release', { chainId, caller, keepLedgers });
  }

  /** Deletes a released chain; its name becomes available. */
  async delete(chainId: ChainId): Promise<void> {
    await this.resources.database.transaction(async (store) => {
      await assertAction(store, await store.chains.get(chainId), 'delete');
      const revision = await store.chains.markDeleted(chainId);
      const payload = { topic: 'removed', entity: 'chain', id: chainId, revision } as const;
      await this.messaging.live.announce(store, chainId, payload);
    });
  }

  async organizations(chainId: ChainId): Promise<Page<Organization>> {
    const { store } = this.resources.database;
    const inventory = await inventoryOf(store, chainId);
    const identities = await store.identities.ofChain(chainId);
    const items = inventory.organizations.map((organization) => {
      const { length: nodes } = nodesOf(inventory.nodes, organization);
      const ca = identities.find(({ kind, organization: owner }) => kind === 'ca' && owner === organization.name);
      return { ...organization, nodes, caCertificateExpiresAt: ca?.expiresAt ?? null };
    });
    return { items, nextCursor: null };
  }

  async #view(store: Store, chainId: ChainId): Promise<Chain> {
    return withSandboxWarnings(this.resources.settings, await chainView(store, await store.chains.get(chainId)));
  }

  async #announced(store: Transaction, chainId: ChainId): Promise<Chain> {
    const chain = await this.#view(store, chainId);
    await this.messaging.live.announce(store, chainId, { topic: 'chain', chain });
    return chain;
  }
}
