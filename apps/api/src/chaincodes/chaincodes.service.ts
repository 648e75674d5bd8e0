import { Injectable } from '@nestjs/common';
import {
  channelScope,
  definitionChanges,
  settleDefinition,
  type AgreedDefinition,
  type api,
  type Chaincode,
  type ChaincodeDefinition,
  type ChaincodeId,
  type ChaincodeOrigin,
  type DefinitionId,
  type InputOf,
  type LedgerDefinition,
  type OperationInput,
  type Page,
  type SettledDefinition,
  type UpgradeChaincode,
  type UpgradePreview,
} from '@heddle/contracts';
import {
  chaincodeView,
  observedChain,
  toDefinition,
  type ChaincodeEntity,
  type Store,
  type Transaction,
} from '@heddle/data';
import { ChannelLedger } from '../channels/channel-ledger';
import { findChannel, type ChannelKey } from '../channels/find-channel';
import type { Principal } from '../http/request';
import { Acceptance, type Accepted, type Accepting } from '../requests/acceptance';
import { Messaging } from '../requests/messaging';
import { Resources } from '../resources';
import {
  assertNameFree,
  checkDefinition,
  checkOrigin,
  definitionBefore,
  deployable,
  findChaincode,
  readyPlace,
  type ChaincodeKey,
  type CheckedAgainst,
  type Place,
} from './chaincode-rules';
import { ledgerDefinitions } from './ledger-definitions';

interface DefinitionRequest {
  readonly kind: 'chaincode.deploy' | 'chaincode.upgrade';
  readonly place: Place;
  readonly name: string;
  readonly chaincodeId: ChaincodeId;
  readonly definitionId: DefinitionId;
  readonly before?: OperationInput<'chaincode.upgrade'>['before'];
  readonly caller: Principal;
}

@Injectable()
export class ChaincodesService {
  constructor(
    private readonly resources: Resources,
    private readonly acceptance: Acceptance,
    private readonly messaging: Messaging,
    private readonly ledger: ChannelLedger,
  ) {}

  /**
   * A name that another client committed is adopted: its definition continues with the next sequence.
   *
   * @throws ScopeBusyError, ApiError `name_taken`, `invalid_state`, `validation_failed` or `peer_unreachable`
   */
  async deploy(
    { params, body: { name, origin, ...wanted } }: InputOf<typeof api.chaincodes.deploy>,
    caller: Principal,
  ): Promise<Accepted<Chaincode>> {
    const { store: now } = this.resources.database;
    const { channel } = await this.#fit(params, origin);
    await assertNameFree(now, channel, name);
    const against = await this.#against(params, name);
    const definition = settleDefinition(wanted, against);
    checkDefinition(definition, against);
    return this.acceptance.accept(async (accepting) => {
      const { store } = accepting;
      const place = await readyPlace(store, params);
      const { id: chaincodeId } = await deployable(store, place.channel, name);
      const language = await checkOrigin(store, place, origin);
      const row = { ...definition, chaincodeId, origin, language, sequence: nextSequence(against.committed) };
      const { id: definitionId } = await store.chaincodes.addDefinition(row);
      const request = { kind: 'chaincode.deploy', place, name, chaincodeId, definitionId, caller } as const;
      return this.#requested(accepting, request);
    });
  }

  /**
   * Deploys the next sequence. Omitted fields keep their committed values.
   *
   * @throws ScopeBusyError, ApiError `invalid_state`, `validation_failed` or `peer_unreachable`
   */
  async upgrade(
    { params, body: { origin, ...wanted } }: InputOf<typeof api.chaincodes.upgrade>,
    caller: Principal,
  ): Promise<Accepted<Chaincode>> {
    const { store: now } = this.resources.database;
    await this.#fit(params, origin);
    const { name } = await findChaincode(now, params);
    const against = await this.#against(params, name);
    return this.acceptance.accept(async (accepting) => {
      const { store } = accepting;
      const place = await readyPlace(store, params);
      const chaincode = await findChaincode(store, params);
      const definition = await upgraded(store, chaincode, { wanted, against });
      const { id: chaincodeId, state, stateReason: reason } = chaincode;
      const language = await checkOrigin(store, place, origin);
      const row = { ...definition, chaincodeId, origin, language, sequence: nextSequence(against.committed) };
      const { id: definitionId } = await store.chaincodes.addDefinition(row);
      const before = { state, reason };
      const request = { kind: 'chaincode.upgrade', place, name, chaincodeId, definitionId, before, caller } as const;
      return this.#requested(accepting, request);
    });
  }

  /** @throws like {@link upgrade} for the same request, except for an operation that holds the channel */
  async previewUpgrade({
    params,
    body: { origin, ...wanted },
  }: InputOf<typeof api.chaincodes.previewUpgrade>): Promise<UpgradePreview> {
    const { store } = this.resources.database;
    await this.#fit(params, origin);
    const chaincode = await findChaincode(store, params);
    const against = await this.#against(params, chaincode.name);
    const definition = await upgraded(store, chaincode, { wanted, against });
    const { committed } = against;
    return {
      sequence: nextSequence(committed),
      changes: committed === null ? [] : definitionChanges(committed, definition),
    };
  }

  list(key: ChannelKey): Promise<Page<Chaincode>> {
    return this.resources.database.snapshot(async (store) => {
      await findChannel(store, key);
      const items: Chaincode[] = [];
      const observed = await observedChain(store, key.chainId);
      for (const row of await store.chaincodes.ofChannel(key.channelId)) {
        items.push(await chaincodeView(store, row, observed));
      }
      return { items, nextCursor: null };
    });
  }

  get(key: ChaincodeKey): Promise<Chaincode> {
    return this.resources.database.snapshot(async (store) => chaincodeView(store, await findChaincode(store, key)));
  }

  /** Newest first. */
  definitions(key: ChaincodeKey): Promise<Page<ChaincodeDefinition>> {
    return this.resources.database.snapshot(async (store) => {
      const { id } = await findChaincode(store, key);
      return { items: (await store.chaincodes.definitions(id)).map(toDefinition), nextCursor: null };
    });
  }

  /** The chaincodes on a peer of the channel. @throws ApiError `peer_unreachable` */
  async committed(key: ChannelKey): Promise<Page<LedgerDefinition>> {
    const { database } = this.resources;
    await findChannel(database.store, key);
    const committed = await this.ledger.committed(key);
    const items = await database.snapshot((store) => ledgerDefinitions(store, key.channelId, committed));
    return { items, nextCursor: null };
  }

  /** Checks that do not need a peer. */
  async #fit(key: ChannelKey, origin: ChaincodeOrigin): Promise<Place> {
    const { store } = this.resources.database;
    const place = await readyPlace(store, key);
    await checkOrigin(store, place, origin);
    return place;
  }

  async #against(key: ChannelKey, name: string): Promise<CheckedAgainst> {
    const facts = await this.ledger.facts(key);
    return { facts, committed: facts.committed.find((definition) => definition.name === name) ?? null };
  }

  async #requested({ store, request }: Accepting, { kind, place, name, caller, ...ids }: DefinitionRequest) {
    const { chain, channel } = place;
    const operation = await request({
      kind,
      input: { chainId: chain.id, channelId: channel.id, ...ids },
      chainId: chain.id,
      scope: channelScope(channel.id),
      subject: `${chain.name}/${channel.name}/${name}`,
      requestedBy: caller.username,
    });
    return { operation, view: () => this.#announced(store, ids.chaincodeId) };
  }

  async #announced(store: Transaction, chaincodeId: ChaincodeId): Promise<Chaincode> {
    const chaincode = await chaincodeView(store, await store.chaincodes.get(chaincodeId));
    const payload = { topic: 'chaincode', chaincode } as const;
    await this.messaging.live.announce(store, chaincode.chainId, payload);
    return chaincode;
  }
}

interface Upgrade {
  readonly wanted: Omit<UpgradeChaincode, 'origin'>;
  readonly against: CheckedAgainst;
}

/** The definition that follows the committed one. @throws ApiError `validation_failed` */
async function upgraded(
  store: Store,
  chaincode: ChaincodeEntity,
  { wanted, against }: Upgrade,
): Promise<SettledDefinition> {
  const last = await definitionBefore(store, chaincode, against.committed);
  const definition = settleDefinition(wanted, { ...against, init: last?.init ?? null });
  checkDefinition(definition, against);
  return definition;
}

const nextSequence = (committed: AgreedDefinition | null): number => (committed?.sequence ?? 0) + 1;
