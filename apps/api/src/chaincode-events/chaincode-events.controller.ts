import { Readable } from 'node:stream';
import { Controller, Req, Res, StreamableFile } from '@nestjs/common';
import type { Request, Response } from 'express';
import { api, checkpointOf, type ChaincodeEvent, type ChaincodeEventsQuery, type InputOf } from '@heddle/contracts';
import { unauthenticated } from '../auth/access-tokens';
import { Sessions } from '../auth/sessions';
import { invalidField } from '../errors/api-error';
import { Endpoint } from '../http/endpoint';
import { Input } from '../http/input';
import { streamError } from '../http/logged-error';
import { Caller } from '../http/principal';
import type { Principal } from '../http/request';
import { Resources } from '../resources';
import { ChaincodeEventsService } from './chaincode-events.service';
import { formatFor, type EventFormat } from './event-format';
import { EventStreams } from './event-streams';
import { HEARTBEAT, withHeartbeat } from './with-heartbeat';

/** Shorter than the minute after which proxies commonly close an idle connection. */
const HEARTBEAT_MS = 15_000;

@Controller()
export class ChaincodeEventsController {
  constructor(
    private readonly resources: Resources,
    private readonly events: ChaincodeEventsService,
    private readonly streams: EventStreams,
    private readonly sessions: Sessions,
  ) {}

  /** The stream ends when its client disconnects, its session ends or the server stops. */
  @Endpoint(api.chaincodes.events)
  async stream(
    @Input() { params, query }: InputOf<typeof api.chaincodes.events>,
    @Caller() caller: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const wanted = resumed(query, request.headers['last-event-id']);
    const { signal, close } = this.streams.open(caller.userId);
    response.once('close', close);
    const events = await this.events.open(params, wanted, { signal });
    const format = formatFor(request.headers.accept);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Accel-Buffering', 'no');
    return new StreamableFile(Readable.from(this.#lines(events, format, caller)), { type: format.media });
  }

  async *#lines(
    events: AsyncGenerator<ChaincodeEvent>,
    format: EventFormat,
    { sessionId }: Principal,
  ): AsyncGenerator<string> {
    const check = async (): Promise<void> => {
      if (!(await this.sessions.isAlive(sessionId))) throw unauthenticated();
    };
    try {
      for await (const item of withHeartbeat(events, { everyMs: HEARTBEAT_MS, check })) {
        yield item === HEARTBEAT ? format.heartbeat : format.event(item);
      }
    } catch (error) {
      yield format.problem({ type: 'problem', problem: streamError(error, this.resources.log).toProblem() });
    }
  }
}

/** The last received event of a reconnecting client of server-sent events takes precedence over its original start. */
function resumed(query: ChaincodeEventsQuery, lastEventId: string | string[] | undefined): ChaincodeEventsQuery {
  if (lastEventId === undefined || lastEventId === '') return query;
  const checkpoint = typeof lastEventId === 'string' ? checkpointOf(lastEventId) : undefined;
  if (checkpoint === undefined) throw invalidField('Last-Event-ID', 'is not the id of an event of this stream');
  return { ...query, fromBlock: checkpoint.blockNumber, afterTransactionId: checkpoint.transactionId };
}
