import { eventIdOf, type ChaincodeEvent, type ChaincodeEventsProblem, type StreamMedia } from '@heddle/contracts';

/** Transport format of a stream. */
export interface EventFormat {
  readonly media: StreamMedia;
  event(event: ChaincodeEvent): string;
  problem(problem: ChaincodeEventsProblem): string;
  /** An empty message, so that neither the client nor a proxy considers the stream dead. */
  readonly heartbeat: string;
}

const NDJSON: EventFormat = {
  media: 'application/x-ndjson',
  event: (event) => `${JSON.stringify(event)}\n`,
  problem: (problem) => `${JSON.stringify(problem)}\n`,
  heartbeat: '\n',
};

/** Events have no name: `EventSource` passes them to `onmessage`. */
const SERVER_SENT_EVENTS: EventFormat = {
  media: 'text/event-stream',
  event: (event) => `id: ${eventIdOf(event)}\ndata: ${JSON.stringify(event)}\n\n`,
  problem: (problem) => `event: problem\ndata: ${JSON.stringify(problem)}\n\n`,
  heartbeat: ':\n\n',
};

/** Chosen by the header `Accept`; lines of JSON unless server-sent events are requested. */
export function formatFor(accept: string | undefined): EventFormat {
  return accept?.includes(SERVER_SENT_EVENTS.media) === true ? SERVER_SENT_EVENTS : NDJSON;
}
