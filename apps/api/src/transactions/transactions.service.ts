import { Injectable } from '@nestjs/common';
import type { InvokeResult, QueryResult, TransactionRequest } from '@heddle/contracts';
import { RowNotFoundError } from '@heddle/data';
import type { ChaincodeKey } from '../chaincodes/chaincode-rules';
import { ApiError } from '../errors/api-error';
import type { ChaincodeAccess, ChannelAccess } from '../fabric/channel-access';
import { ChannelGateways, type PeerCall } from '../fabric/channel-gateways';
import { publicError } from '../http/problem';
import { validationFailed } from '../http/input';
import { Metrics } from '../metrics/metrics';

interface Prepared extends Pick<PeerCall, 'channel' | 'organization'> {
  readonly chaincode: string;
  readonly invocation: {
    fn: string;
    args: string[];
    transient: Record<string, string>;
    isInit: boolean;
    endorsingOrganizations?: string[];
  };
}

const text = new TextDecoder();

/** Calls of chaincode functions in the name of an organization's application. */
@Injectable()
export class TransactionsService {
  constructor(
    private readonly gateways: ChannelGateways,
    private readonly metrics: Metrics,
  ) {}

  /** Endorses, orders and waits for the commit; what may have reached an orderer is never begun anew. */
  async invoke(key: ChaincodeKey, request: TransactionRequest): Promise<InvokeResult> {
    const { chaincode, invocation, ...call } = await this.#prepare(key, request);
    let endorsed = false;
    const onEndorsed = (): void => {
      endorsed = true;
    };
    const submitted = await this.#counted('submit', () =>
      this.gateways.call({ ...call, peersOf: 'organization', mayRepeat: () => !endorsed }, ({ gateway }) =>
        gateway.submit(call.channel.name, chaincode, invocation, { onEndorsed }),
      ),
    );
    return { ...submitted, result: text.decode(submitted.result) };
  }

  /** Asks one peer; nothing is written. Private input never goes to another organization than the caller's. */
  async query(key: ChaincodeKey, request: TransactionRequest): Promise<QueryResult> {
    const { chaincode, invocation, ...call } = await this.#prepare(key, request);
    const peersOf = Object.keys(invocation.transient).length === 0 ? 'channel' : 'organization';
    const result = await this.#counted('evaluate', () =>
      this.gateways.call({ ...call, peersOf }, ({ gateway }) =>
        gateway.evaluate(call.channel.name, chaincode, invocation),
      ),
    );
    return { result: text.decode(result) };
  }

  async #prepare(key: ChaincodeKey, request: TransactionRequest): Promise<Prepared> {
    const { fn, args, transient, isInit, organization, endorsingOrganizations } = request;
    const { channel, chaincode } = await this.#find(key);
    return {
      channel,
      organization: this.gateways.organization(channel, organization),
      chaincode: chaincode.name,
      invocation: {
        fn,
        args,
        transient,
        isInit,
        ...(endorsingOrganizations === undefined
          ? {}
          : { endorsingOrganizations: mspIdsOf(channel, endorsingOrganizations) }),
      },
    };
  }

  async #find(key: ChaincodeKey): Promise<{ channel: ChannelAccess; chaincode: ChaincodeAccess }> {
    const known = await this.gateways.channel(key);
    const chaincode = known.chaincodes.get(key.chaincodeId);
    if (chaincode?.committed === true) return { channel: known, chaincode };
    const channel = await this.gateways.reloaded(key);
    const found = channel.chaincodes.get(key.chaincodeId);
    if (found === undefined) throw new RowNotFoundError('chaincode', key.chaincodeId);
    if (found.committed) return { channel, chaincode: found };
    throw new ApiError('invalid_state', `Chaincode ${found.name} is not committed on ${channel.name} yet.`, {
      remedy: 'Wait until its deployment has succeeded.',
    });
  }

  async #counted<T>(kind: 'submit' | 'evaluate', work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.metrics.transactions.inc({ kind, outcome: 'ok' });
      return result;
    } catch (error) {
      this.metrics.transactions.inc({ kind, outcome: publicError(error)?.code ?? 'error' });
      throw error;
    }
  }
}

/** @throws ApiError `validation_failed` naming each organization that is no member */
function mspIdsOf(channel: ChannelAccess, names: readonly string[]): string[] {
  const mspIds = names.map((name) => channel.organizations.find((member) => member.name === name)?.mspId);
  const errors = mspIds.flatMap((mspId, index) =>
    mspId === undefined
      ? [{ path: `endorsingOrganizations.${String(index)}`, message: `is no member of channel ${channel.name}` }]
      : [],
  );
  if (errors.length > 0) throw validationFailed(errors);
  return mspIds.filter((mspId) => mspId !== undefined);
}
