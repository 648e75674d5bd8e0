import { WatchBlocks, api, type Problem, type WatchBlocksAck } from '@heddle/contracts';
import { assertAllowed } from '../auth/access.guard';
import type { BlockFeeds, BlockSeat } from '../blocks/feed/block-feeds';
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

/** A watch, from its request on; `seat` once it is in a feed. */
interface Slot {
  seat?: BlockSeat;
}

/** The channels of which one client of the live feed hears new blocks. */
export class ConnectionBlocks {
  readonly #socket: LiveSocket;
  readonly #context: ConnectionBlocksContext;
  readonly #slots = new Map<string, Slot>();

  constructor(socket: LiveSocket, context: ConnectionBlocksContext) {
    this.#socket = socket;
    this.#context = context;
    socket.on('watchBlocks', (request: unknown, acknowledge: unknown) => {
      this.#answer(request, acknowledge).catch(context.onError);
    });
    socket.on('unwatchBlocks', (request: unknown, acknowledge) => {
      this.#leave(channelNamed(request));
      if (typeof acknowledge === 'function') acknowledge();
    });
    socket.on('disconnect', () => {
      for (const name of this.#slots.keys()) this.#leave(name);
    });
    socket.conn.on('drain', () => {
      for (const { seat } of this.#slots.values()) seat?.catchUp();
    });
  }

  async #answer(request: unknown, acknowledge: unknown): Promise<void> {
    const reply = (answer: WatchBlocksAck): void => {
      if (typeof acknowledge === 'function') (acknowledge as (answer: WatchBlocksAck) => void)(answer);
    };
    const channelId = channelNamed(request);
    const slot = {};
    try {
      const height = await this.#watch(parsed(request), slot);
      if (height !== undefined) reply({ ok: true, channelId, height });
    } catch (error) {
      if (this.#slots.get(channelId) === slot) this.#slots.delete(channelId);
      reply({ ok: false, channelId, problem: this.#context.problem(error) });
    }
  }

  /**
   * A second watch of the same channel takes the place of the first.
   *
   * @returns the channel's height; undefined when the client left, or asked again, before the answer
   */
  async #watch({ chainId, channelId }: WatchBlocks, slot: Slot): Promise<number | undefined> {
    assertAllowed(this.#socket.data.principal, api.blocks.list.access);
    this.#leave(channelId);
    if (this.#slots.size >= MOST_CHANNELS) {
      throw new ApiError('too_many_requests', `A connection watches at most ${String(MOST_CHANNELS)} channels.`, {
        remedy: 'Stop watching one of them.',
      });
    }
    this.#slots.set(channelId, slot);
    const { blocks, window } = this.#context;
    const key = { chainId, channelId };
    const height = await blocks.height(key);
    if (this.#slots.get(channelId) !== slot) return undefined;
    slot.seat = blocks.join(key, height, {
      writable: () => window.writable(),
      block: (block) => {
        window.sent();
        this.#socket.emit('block', { channelId, block });
      },
    });
    return height;
  }

  #leave(name: string): void {
    this.#slots.get(name)?.seat?.leave();
    this.#slots.delete(name);
  }
}

function parsed(request: unknown): WatchBlocks {
  const result = WatchBlocks.safeParse(request);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalidField(issue?.path.join('.') ?? 'channelId', issue?.message ?? 'not valid');
}

/** The channel that a message of unknown shape names. */
function channelNamed(request: unknown): string {
  if (typeof request !== 'object' || request === null || !('channelId' in request)) return '';
  return typeof request.channelId === 'string' ? request.channelId.slice(0, 60) : '';
}
