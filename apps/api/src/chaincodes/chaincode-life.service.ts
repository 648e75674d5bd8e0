import { Injectable } from '@nestjs/common';
import { channelScope, type api, type Chaincode, type InputOf, type OperationKind } from '@heddle/contracts';
import { chaincodeView, type ChaincodeEntity, type Store } from '@heddle/data';
import { ApiError, invalidField } from '../errors/api-error';
import type { Principal } from '../http/request';
import { Acceptance, type Accepted, type Accepting } from '../requests/acceptance';
import { Messaging } from '../requests/messaging';
import {
  committedDefinition,
  findChaincode,
  knownPlace,
  readyPlace,
  type ChaincodeKey,
  type Place,
} from './chaincode-rules';

interface LifeRequest {
  readonly kind: Extract<OperationKind, 'chaincode.stop' | 'chaincode.start' | 'chaincode.remove'>;
  readonly place: Place;
  readonly chaincode: ChaincodeEntity;
  readonly caller: Principal;
}

/** Stops, starts and removes what Heddle runs and stores for a chaincode. */
@Injectable()
export class ChaincodeLifeService {
  constructor(
    private readonly acceptance: Acceptance,
    private readonly messaging: Messaging,
  ) {}

  /** @throws ScopeBusyError, ApiError `invalid_state` */
  stop(key: ChaincodeKey, caller: Principal): Promise<Accepted<Chaincode>> {
    return this.acceptance.accept(async (accepting) => {
      const { place, chaincode } = await servedChaincode(accepting.store, key);
      if (chaincode.state !== 'stopped') {
        return this.#requested(accepting, { kind: 'chaincode.stop', place, chaincode, caller });
      }
      throw new ApiError('invalid_state', `Chaincode ${chaincode.name} is already stopped.`, {
        remedy: 'Start it to make it answer again.',
      });
    });
  }

  /**
   * Also allowed if the servers run: it then verifies that every peer reaches them. @throws ScopeBusyError, ApiError
   * `invalid_state`
   */
  start(key: ChaincodeKey, caller: Principal): Promise<Accepted<Chaincode>> {
    return this.acceptance.accept(async (accepting) => {
      const { place, chaincode } = await servedChaincode(accepting.store, key);
      return this.#requested(accepting, { kind: 'chaincode.start', place, chaincode, caller });
    });
  }

  /** @throws ScopeBusyError, ApiError `invalid_state`, `validation_failed` if the name is not repeated */
  remove(
    { params, body: { confirmName } }: InputOf<typeof api.chaincodes.remove>,
    caller: Principal,
  ): Promise<Accepted<Chaincode>> {
    return this.acceptance.accept(async (accepting) => {
      const { store } = accepting;
      const place = await knownPlace(store, params);
      const chaincode = await findChaincode(store, params);
      if (confirmName !== chaincode.name) throw invalidField('confirmName', `must be ${chaincode.name}`);
      return this.#requested(accepting, { kind: 'chaincode.remove', place, chaincode, caller });
    });
  }

  async #requested({ store, request }: Accepting, { kind, place, chaincode, caller }: LifeRequest) {
    const { chain, channel } = place;
    const operation = await request({
      kind,
      input: { chainId: chain.id, channelId: channel.id, chaincodeId: chaincode.id },
      chainId: chain.id,
      scope: channelScope(channel.id),
      subject: `${chain.name}/${channel.name}/${chaincode.name}`,
      requestedBy: caller.username,
    });
    const view = async () => {
      const seen = await chaincodeView(store, await store.chaincodes.update(chaincode.id, {}));
      const payload = { topic: 'chaincode', chaincode: seen } as const;
      await this.messaging.live.announce(store, chain.id, payload);
      return seen;
    };
    return { operation, view };
  }
}

/** A chaincode with servers of Heddle. @throws ApiError `invalid_state` */
async function servedChaincode(store: Store, key: ChaincodeKey): Promise<{ place: Place; chaincode: ChaincodeEntity }> {
  const place = await readyPlace(store, key);
  const chaincode = await findChaincode(store, key);
  const { origin } = await committedDefinition(store, chaincode);
  if (origin.type !== 'external') return { place, chaincode };
  throw new ApiError('invalid_state', `The server of ${chaincode.name} runs outside of Heddle, at ${origin.address}.`, {
    remedy: 'Start and stop it there; Heddle runs no server of this chaincode.',
  });
}
