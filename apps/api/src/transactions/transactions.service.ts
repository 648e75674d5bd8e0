import { Injectable } from '@nestjs/common';
import type { ErrorCode, InvokeResult, QueryResult, TransactionRequest } from '@heddle/contracts';
import { RowNotFoundError } from '@heddle/data';
import type { ChaincodeKey } from '../chaincodes/chaincode-rules';
import { ApiError } from '../errors/api-error';
import type { ChaincodeAccess, ChannelAccess } from '../fabric/channel-access';
import { ChannelGateways, type PeerCall } from '../fabric/channel-gateways';
import { publicError } from '../http/problem';
import { validationFailed } from '../http/input';
import { Metrics } from '../metrics/metrics';
import { resultOf, toBytes } from './call-bytes';
import { gatheringEndorsers } from './gathering-endorsers';
import { CallFailures } from './failures/call-failures';
import type { FailedCall } from './failures/failed-call';

interface Prepared extends Pick<PeerCall, 'channel' | 'organization'> {
  readonly chaincode: ChaincodeAccess;
  readonly invocation: {
    fn: string;
    args: (string | Uint8Array)[];
    transient: Record<string, string | Uint8Array>;
    isInit: boolean;
    endorsingOrganizations?: string[];
  };
}

interface PreparedCall {
  readonly key: ChaincodeKey;
  readonly prepared: Prepared;
}

/** Rejections by a running chaincode, or by the ledger. */
const ANSWERED: readonly ErrorCode[] = ['endorsement_refused', 'transaction_invalid', 'chaincode_uninitialized'];

/** Calls of chaincode functions as an organization's application. */
@Injectable()
export class TransactionsService {
  constructor(
    private readonly gateways: ChannelGateways,
    private readonly metrics: Metrics,
    private readonly failures: CallFailures,
  ) {}

  /** Endorses, orders and waits for the commit. A call that may have reached an orderer is never repeated. */
  async invoke(key: ChaincodeKey, request: TransactionRequest): Promise<InvokeResult> {
    const prepared = await this.#prepare(key, request);
    const { chaincode, invocation, ...call } = prepared;
    let endorsed = false;
    const onEndorsed = (): void => {
      endorsed = true;
    };
    const submitted = await this.#counted('submit', { key, prepared }, () =>
      this.gateways.call({ ...call, peersOf: 'organization', mayRepeat: () => !endorsed }, ({ gateway }) =>
        gateway.submit(call.channel.name, chaincode.name, invocation, { onEndorsed }),
      ),
    );
    return { ...submitted, ...resultOf(submitted.result) };
  }

  /** Queries one peer; nothing is written. Private input is never sent to another organization than the caller's. */
  async query(key: ChaincodeKey, request: TransactionRequest): Promise<QueryResult> {
    const prepared = await this.#prepare(key, request);
    const { chaincode, invocation, ...call } = prepared;
    const peersOf = Object.keys(invocation.transient).length === 0 ? 'channel' : 'organization';
    const result = await this.#counted('evaluate', { key, prepared }, () =>
      this.gateways.call({ ...call, peersOf }, ({ gateway }) =>
        gateway.evaluate(call.channel.name, chaincode.name, invocation),
      ),
    );
    return resultOf(result);
  }

  async #prepare(key: ChaincodeKey, request: TransactionRequest): Promise<Prepared> {
    const { fn, args, transient, isInit, organization, endorsingOrganizations } = request;
    const caller = this.gateways.organization(await this.gateways.channel(key), organization);
    const { channel, chaincode } = await this.#find(key);
    return {
      channel,
      organization: caller,
      chaincode,
      invocation: {
        fn,
        args: args.map(toBytes),
        transient: Object.fromEntries(Object.entries(transient).map(([key, value]) => [key, toBytes(value)])),
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
    if (chaincode?.committed === true && !chaincode.stopped) return { channel: known, chaincode };
    const channel = await this.gateways.reloaded(key);
    const found = channel.chaincodes.get(key.chaincodeId);
    if (found === undefined) throw new RowNotFoundError('chaincode', key.chaincodeId);
    if (found.stopped) throw isStopped(found);
    if (found.committed) return { channel, chaincode: found };
    throw new ApiError('invalid_state', `Chaincode ${found.name} is not committed on ${channel.name} yet.`, {
      remedy: 'Wait until its deployment has succeeded.',
    });
  }

  /** Cached information about the chaincode may be seconds old: a failed call is checked again. */
  async #whileServed<T>(key: ChaincodeKey, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (ANSWERED.includes(publicError(error)?.code ?? 'internal')) throw error;
      throw await this.#unlessStopped(key, error);
    }
  }

  /** If a chain or chaincode was stopped meanwhile, that is more informative than the error of the call. */
  async #unlessStopped(key: ChaincodeKey, error: unknown): Promise<unknown> {
    try {
      const chaincode = (await this.gateways.reloaded(key)).chaincodes.get(key.chaincodeId);
      return chaincode?.stopped === true ? isStopped(chaincode) : error;
    } catch (failure) {
      return publicError(failure) ?? error;
    }
  }

  async #counted<T>(kind: 'submit' | 'evaluate', { key, prepared }: PreparedCall, work: () => Promise<T>): Promise<T> {
    try {
      const result = await this.#whileServed(key, () => gatheringEndorsers(work));
      this.metrics.transactions.inc({ kind, outcome: 'ok' });
      return result;
    } catch (error) {
      this.metrics.transactions.inc({ kind, outcome: publicError(error)?.code ?? 'error' });
      throw await this.failures.explained(error, failedCall(prepared));
    }
  }
}

const isStopped = ({ name }: ChaincodeAccess): ApiError =>
  new ApiError('invalid_state', `Chaincode ${name} is stopped: no server of it runs.`, {
    remedy: 'Start the chaincode on its page, then call it.',
  });

function failedCall({ channel, organization, chaincode, invocation: { fn, args, transient } }: Prepared): FailedCall {
  return { channel, organization, chaincode, fn, args, hasTransient: Object.keys(transient).length > 0 };
}

/** @throws ApiError `validation_failed` with each organization that is not a member */
function mspIdsOf(channel: ChannelAccess, names: readonly string[]): string[] {
  const mspIds = names.map((name) => channel.organizations.find((member) => member.name === name)?.mspId);
  const errors = mspIds.flatMap((mspId, index) =>
    mspId === undefined
      ? [
          {
            path: `endorsingOrganizations.${String(index)}`,
            message: `${names[index] ?? ''} is not on ${channel.name}`,
          },
        ]
      : [],
  );
  if (errors.length > 0) throw validationFailed(errors);
  return mspIds.filter((mspId) => mspId !== undefined);
}
