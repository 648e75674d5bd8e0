import { io } from 'socket.io-client';
import { ToolError } from '../lib/say.mjs';

const ENDED = ['succeeded', 'failed', 'cancelled', 'rolled_back'];

/** @typedef {{ message: string, progress: number, state: string, step: string | null }} OperationEvent */

/** A client of the public live feed. It follows operations, and resumes after a lost connection. */
export class Live {
  #socket;
  #signal;

  /**
   * @param {string} url base address of the instance
   * @param {() => string} token returns the current access token
   * @param {AbortSignal} signal ends every wait
   */
  constructor(url, token, signal) {
    this.#signal = signal;
    const auth = (/** @type {(data: object) => void} */ answer) => answer({ token: token() });
    this.#socket = io(`${url}/live`, { auth, transports: ['websocket'], autoConnect: false });
  }

  /**
   * Follows one operation to its end.
   * @param {string} id
   * @param {(event: OperationEvent) => void} onEvent
   * @returns {Promise<string>} the state in which it ended
   */
  follow(id, onEvent) {
    const room = `operation:${id}`;
    const socket = this.#socket;
    let last = 0;
    return new Promise((resolve, reject) => {
      const subscribe = () => {
        socket.emit('subscribe', { room, since: last }, (/** @type {any} */ answer) => {
          if (!answer.ok)
            finish(() => reject(new ToolError(`The live feed refused ${room}: ${answer.message}`, 'Sign in again.')));
        });
      };
      const receive = (/** @type {any} */ { room: of, seq, payload }) => {
        if (of !== room || seq <= last) return;
        last = seq;
        const state = stateIn(payload, onEvent);
        if (ENDED.includes(state)) finish(() => resolve(state));
      };
      const cut = (/** @type {any} */ { room: of, firstSeq }) => {
        if (of === room) last = Math.max(last, firstSeq - 1);
      };
      /** @param {() => void} settle */
      const finish = (settle) => {
        socket.off('event', receive).off('gap', cut).off('connect', subscribe).off('connect_error', refuse);
        socket.emit('unsubscribe', { room });
        this.#signal.removeEventListener('abort', abort);
        settle();
      };
      // The client reconnects a lost connection itself (active), but not one that the server refused.
      const refuse = (/** @type {Error} */ { message }) => {
        if (!socket.active)
          finish(() => reject(new ToolError(`The live feed refused the connection: ${message}`, 'Sign in again.')));
      };
      const abort = () =>
        finish(() => reject(new ToolError('Asked to stop.', 'The operation continues; see it in the console.')));
      this.#signal.addEventListener('abort', abort);
      socket.on('event', receive).on('gap', cut).on('connect', subscribe).on('connect_error', refuse);
      if (socket.connected) subscribe();
      else socket.connect();
    });
  }

  close() {
    this.#socket.close();
  }
}

/**
 * @param {any} payload
 * @param {(event: OperationEvent) => void} onEvent
 * @returns {string} the operation's state; empty for other payloads
 */
function stateIn(payload, onEvent) {
  if (payload.topic === 'operation') return payload.operation.state;
  if (payload.topic !== 'operation.event') return '';
  onEvent(payload.event);
  return payload.event.state;
}
