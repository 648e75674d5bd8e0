import { LIVE_NAMESPACE, type ClientToServer, type ServerToClient } from '@heddle/contracts';
import type { Socket } from 'socket.io-client';

export type LiveSocket = Socket<ServerToClient, ClientToServer>;

/** Opens the socket. `token` is called for each handshake, so that a reconnect never uses an expired token. */
export type LiveConnector = (token: () => Promise<string | null>) => Promise<LiveSocket>;

/**
 * Socket.IO is loaded when something is watched, so that it is no part of the console's first download.
 *
 * @param url base address of the instance; empty in a browser that the instance serves
 */
export const connectLive =
  (url = ''): LiveConnector =>
  async (token) => {
    const { io } = await import('socket.io-client');
    return io(`${url}${LIVE_NAMESPACE}`, {
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 10_000,
      timeout: 10_000,
      auth: (give) => {
        void token().then(
          (value) => {
            give({ token: value });
          },
          () => {
            give({});
          },
        );
      },
    });
  };
