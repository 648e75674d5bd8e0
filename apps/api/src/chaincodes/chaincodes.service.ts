import { Injectable } from '@nestjs/common';
import type {
  api,
  Chaincode,
  ChaincodeDefinition,
  ChaincodeId,
  DefinitionId,
  InputOf,
  OperationKind,
  Page,
} from '@heddle/contracts';
import { chaincodeView, toDefinition, type Transaction } from '@heddle/data';
import { findChannel, type ChannelKey } from '../channels/find-channel';
import type { Principal } from '../http/request';
import { Acceptance, type Accepted, type Accepting } from '../requests/acceptance';
import { announce } from '../requests/announce';
import { Messaging } from '../requests/messaging';
import { Resources } from '../resources';
import {
  checkDefinition,
  committedDefinition,
  deployable,
  findChaincode,
  readyPlace,
  type ChaincodeKey,
  type Place,
} from './chaincode-rules';

interface DefinitionRequest {
  readonly kind: Extract<OperationKind, 'chaincode.deploy' | 'chaincode.upgrade'>;
  readonly place: Place;
  readonly name: string;
  readonly chaincodeId: ChaincodeId;
  readonly definitionId: DefinitionId;
  readonly caller: Principal;
}

@Injectable()
export class ChaincodesService {
  constructor(
    private readonly resources: Resources,
    private readonly acceptance: Acceptance,
    private readonly messaging: Messaging,
  ) {}

  /** @throws NameTakenError, ScopeBusyError, ApiError `invalid_state` or `validation_failed` */
  deploy(
    { params, body: { name, ...definition } }: InputOf<typeof api.chaincodes.deploy>,
    caller: Principal,
  ): Promise<Accepted<Chaincode>> {
    return this.acceptance.accept(async (accepting) => {
      const { store } = accepting;
      const place = await readyPlace(store, params);
      const language = await checkDefinition(store, place, definition);
      const { id: chaincodeId } = await deployable(store, params, name);
      const row = await store.chaincodes.addDefinition({ ...definition, chaincodeId, sequence: 1, language });
      const request = { kind: 'chaincode.deploy', place, name, chaincodeId, definitionId: row.id, caller } as const;
      return this.#requested(accepting, request);
    });
  }

  /** The next sequence. @throws ScopeBusyError, ApiError `invalid_state` or `validation_failed` */
  upgrade({ params, body }: InputOf<typeof api.chaincodes.upgrade>, caller: Principal): Promise<Accepted<Chaincode>> {
    return this.acceptance.accept(async (accepting) => {
      const { store } = accepting;
      const place = await readyPlace(store, params);
      const chaincode = await findChaincode(store, params);
      const { sequence: last } = await committedDefinition(store, chaincode);
      const language = await checkDefinition(store, place, body);
      const { id: chaincodeId, name } = chaincode;
      const row = await store.chaincodes.addDefinition({ ...body, chaincodeId, sequence: last + 1, language });
      const request = { kind: 'chaincode.upgrade', place, name, chaincodeId, definitionId: row.id, caller } as const;
      return this.#requested(accepting, request);
    });
  }

  list(key: ChannelKey): Promise<Page<Chaincode>> {
    return this.resources.database.snapshot(async (store) => {
      await findChannel(store, key);
      const items: Chaincode[] = [];
      for (const row of await store.chaincodes.ofChannel(key.channelId)) items.push(await chaincodeView(store, row));
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

  async #requested({ store, request }: Accepting, { kind, place, name, caller, ...ids }: DefinitionRequest) {
    const { chain, channel } = place;
    const operation = await request({
      kind,
      input: { chainId: chain.id, channelId: channel.id, ...ids },
      chainId: chain.id,
      scope: `channel:${channel.id}`,
      subject: `${chain.name}/${channel.name}/${name}`,
      requestedBy: caller.username,
    });
    return { operation, view: () => this.#announced(store, ids.chaincodeId) };
  }

  async #announced(store: Transaction, chaincodeId: ChaincodeId): Promise<Chaincode> {
    const chaincode = await chaincodeView(store, await store.chaincodes.get(chaincodeId));
    const payload = { topic: 'chaincode', chaincode } as const;
    await announce(store, this.messaging.live, { chainId: chaincode.chainId, payload });
    return chaincode;
  }
}
