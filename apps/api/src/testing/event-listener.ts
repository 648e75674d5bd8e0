import type { ChaincodeEvent, ChaincodeEventsAck, ChaincodeEventsMessage, ClientToServer } from '@heddle/contracts';
import type { LiveClient } from './api-under-test';

type Request = Parameters<ClientToServer['subscribeChaincodeEvents']>[0];

/** A client of the live feed that is subscribed to one chaincode. */
export class EventListener {
  readonly messages: ChaincodeEventsMessage[] = [];

  private constructor(
    readonly socket: LiveClient,
    readonly ack: ChaincodeEventsAck,
  ) {}

  static async subscribe(socket: LiveClient, request: Request): Promise<EventListener> {
    const early: ChaincodeEventsMessage[] = [];
    let take = (message: ChaincodeEventsMessage): unknown => early.push(message);
    socket.on('chaincodeEvents', (message) => {
      if (message.subscription === request.subscription) take(message);
    });
    const listener = new EventListener(socket, await socket.emitWithAck('subscribeChaincodeEvents', request));
    listener.messages.push(...early);
    take = (message) => listener.messages.push(message);
    return listener;
  }

  get events(): ChaincodeEvent[] {
    return this.messages.flatMap((message) => (message.type === 'event' ? [message.event] : []));
  }

  get states(): string[] {
    return this.messages.flatMap((message) => (message.type === 'state' ? [message.state] : []));
  }
}
