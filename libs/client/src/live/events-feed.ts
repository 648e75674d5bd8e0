import {
  assertNever,
  type Chaincode,
  type ChaincodeEvent,
  type ChaincodeEventsAck,
  type ChaincodeEventsMessage,
  type SubscribeChaincodeEvents,
} from '@heddle/contracts';
import type { ApiError } from '../api-error';
import type { LedgerFeed } from './ledger-watch';

export type EventsMessage = Exclude<ChaincodeEventsMessage, { type: 'ended' }>;
export type EventsAccepted = Extract<ChaincodeEventsAck, { ok: true }>;
export type EventsState = 'connecting' | 'live' | 'reconnecting';
export type EventsGap = Pick<Extract<ChaincodeEventsMessage, { type: 'gap' }>, 'fromBlock' | 'toBlock'>;

export interface FollowOptions {
  readonly chaincode: Pick<Chaincode, 'chainId' | 'channelId' | 'id'>;
  readonly event: (event: ChaincodeEvent) => void;
  /** Events from one block up to, not including, another did not come. */
  readonly gap: (gap: EventsGap) => void;
  readonly state: (state: EventsState) => void;
  /** Refused, or over for a reason that does not pass by itself. */
  readonly ended: (error: ApiError) => void;
}

/** Events of one chaincode. The subscription continues after the last one that was received. */
export function eventsFeed(subscription: string, options: FollowOptions): LedgerFeed<EventsMessage, EventsAccepted> {
  const { chainId, channelId, id: chaincodeId } = options.chaincode;
  let place: Pick<SubscribeChaincodeEvents, 'fromBlock' | 'afterTransactionId'> = {};
  return {
    key: subscription,
    subscribe: (socket, acknowledge) => {
      const request = { subscription, chainId, channelId, chaincodeId, ...place };
      socket.emit('subscribeChaincodeEvents', request, acknowledge);
    },
    accepted: ({ fromBlock }) => {
      // Until the first event comes, this is where a lost connection continues.
      if (place.fromBlock === undefined) place = { fromBlock };
    },
    unsubscribe: (socket) => socket.emit('unsubscribeChaincodeEvents', { subscription }),
    received: (message) => {
      switch (message.type) {
        case 'event':
          place = { fromBlock: message.event.blockNumber, afterTransactionId: message.event.transactionId };
          options.event(message.event);
          return;
        case 'gap':
          place = { fromBlock: message.toBlock };
          options.gap({ fromBlock: message.fromBlock, toBlock: message.toBlock });
          return;
        case 'state':
          options.state(message.state);
          return;
        default:
          assertNever(message);
      }
    },
    lost: () => {
      options.state('reconnecting');
    },
    ended: (error) => {
      options.ended(error);
    },
  };
}
