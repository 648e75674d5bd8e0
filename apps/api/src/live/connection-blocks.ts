import { SubscribeBlocks, api, type BlocksAck, type ChannelId, type Problem } from '@heddle/contracts';
import { assertAllowed } from '../auth/access.guard';
import type { BlockFeeds, BlockSeat } from '../blocks/feed/block-feeds';
import type { BlockSink } from '../blocks/feed/block-feed';
import { ApiError, invalidField } from '../errors/api-error';
import type { LiveSocket } from './live-socket';
import type { SendWindow } from './send-window';

export interface ConnectionBlocksContext {
  readonly blocks: Pick<BlockFeeds, 'height' | 'join'>;
  readonly window: SendWindow;
  readonly problem: (error: unknown) => Problem;
  readonly onError: (error: unknown) => void;
}

const MOST_CHANNELS = 20;

/** A subscription from its request on; `seat` is set once it is in a feed. */
interface Slot {
  seat?: BlockSeat;
}

/** The channels whose blocks one client of the live feed receives. */
export class ConnectionBlocks {
  readonly #socket: LiveSocket;
  readonly #context: ConnectionBlocksContext;
  readonly #slots = new Map<string, Slot>();

  constructor(socket: LiveSocket, context: ConnectionBlocksContext) {
    this.#socket = socket;
    this.#context = context;
    socket.on('subscribeBlocks', (request: unknown, acknowledge: unknown) => {
      this.#answer(request, acknowledge).catch(context.onError);
    });
    socket.on('unsubscribeBlocks', (request: unknown, acknowledge) => {
      this.#leave(channelNamed(request));
      if (typeof acknowledge === 'function') acknowledge();
    });
    socket.on('disconnect', () => {
      for (const channelId of this.#slots.keys()) this.#leave(channelId);
    });
    socket.conn.on('drain', () => {
      for (const { seat } of this.#slots.values()) seat?.catchUp();
    });
  }

  async #answer(request: unknown, acknowledge: unknown): Promise<void> {
    const channelId = channelNamed(request);
    let answer: BlocksAck | undefined;
    try {
      const height = await this.#subscribe(request);
      if (height !== undefined) answer = { ok: true, channelId, height };
    } catch (error) {
      answer = { ok: false, channelId, problem: this.#context.problem(error) };
    }
    if (answer !== undefined && typeof acknowledge === 'function') (acknowledge as (answer: BlocksAck) => void)(answer);
  }

  /** @returns undefined if the client left or subscribed again before the answer */
  async #subscribe(request: unknown): Promise<number | undefined> {
    const key = parsed(request);
    assertAllowed(this.#socket.data.principal, api.blocks.list.access);
    const slot = this.#take(key.channelId);
    try {
      const height = await this.#context.blocks.height(key);
      if (this.#slots.get(key.channelId) !== slot) return undefined;
      slot.seat = this.#context.blocks.join(key, height, this.#sink(key.channelId, slot));
      return slot.seat.height;
    } catch (error) {
      this.#free(key.channelId, slot);
      throw error;
    }
  }

  /** A second subscription to the same channel replaces the first one. */
  #take(channelId: string): Slot {
    this.#leave(channelId);
    if (this.#slots.size >= MOST_CHANNELS) {
      throw new ApiError(
        'too_many_requests',
        `A connection can subscribe to the blocks of at most ${String(MOST_CHANNELS)} channels.`,
        {
          remedy: 'Unsubscribe from one of them.',
        },
      );
    }
    const slot = {};
    this.#slots.set(channelId, slot);
    return slot;
  }

  #sink(channelId: ChannelId, slot: Slot): BlockSink {
    const { window } = this.#context;
    return {
      writable: () => window.writable(),
      blocks: (height, blocks) => {
        window.sent();
        this.#socket.emit('blocks', { type: 'blocks', channelId, height, blocks: [...blocks] });
      },
      ended: (problem) => {
        this.#free(channelId, slot);
        this.#socket.emit('blocks', { type: 'ended', channelId, problem });
      },
    };
  }

  #leave(channelId: string): void {
    const slot = this.#slots.get(channelId);
    if (slot !== undefined) this.#free(channelId, slot);
  }

  #free(channelId: string, slot: Slot): void {
    slot.seat?.leave();
    if (this.#slots.get(channelId) === slot) this.#slots.delete(channelId);
  }
}

function parsed(request: unknown): SubscribeBlocks {
  const result = SubscribeBlocks.safeParse(request);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalidField(issue?.path.join('.') ?? 'channelId', issue?.message ?? 'not valid');
}

/** The channel in a message of unknown format. */
function channelNamed(request: unknown): string {
  if (typeof request !== 'object' || request === null || !('channelId' in request)) return '';
  return typeof request.channelId === 'string' ? request.channelId.slice(0, 60) : '';
}
