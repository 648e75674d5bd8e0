import { eventIdOf, type ChaincodeEvent, type ChaincodeEventsProblem, type StreamMedia } from '@heddle/contracts';

/** How the lines of a stream travel. */
export interface EventFormat {
  readonly media: StreamMedia;
  event(event: ChaincodeEvent): string;
  problem(problem: ChaincodeEventsProblem): string;
  /** Says nothing, so that neither end nor a proxy between them takes the stream for dead. */
  readonly heartbeat: string;
}

const NDJSON: EventFormat = {
  media: 'application/x-ndjson',
  event: (event) => `${JSON.stringify(event)}\n`,
  problem: (problem) => `${JSON.stringify(problem)}\n`,
  heartbeat: '\n',
};

/** Events have no name of their own here: `EventSource` gives them to `onmessage`. */
const SERVER_SENT_EVENTS: EventFormat = {
  media: 'text/event-stream',
  event: (event) => `id: ${eventIdOf(event)}\ndata: ${JSON.stringify(event)}\n\n`,
  problem: (problem) => `event: problem\ndata: ${JSON.stringify(problem)}\n\n`,
  heartbeat: ':\n\n',
};

/** By the header `Accept`; lines of JSON unless server-sent events are asked for. */
export function formatFor(accept: string | undefined): EventFormat {
  return accept?.includes(SERVER_SENT_EVENTS.media) === true ? SERVER_SENT_EVENTS : NDJSON;
}
