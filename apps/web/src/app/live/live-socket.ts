import { InjectionToken } from '@angular/core';
import { LIVE_NAMESPACE, type ClientToServer, type ServerToClient } from '@heddle/contracts';
import type { Socket } from 'socket.io-client';

export type LiveSocket = Socket<ServerToClient, ClientToServer>;

/** Opens the socket; `token` is asked for at each handshake, so a reconnect never uses a spent one. */
export type LiveConnector = (token: () => Promise<string | null>) => Promise<LiveSocket>;

/** Loads Socket.IO only when something is watched: it is no part of the first download. */
export const LIVE_CONNECTOR = new InjectionToken<LiveConnector>('LIVE_CONNECTOR', {
  providedIn: 'root',
  factory: () => async (token) => {
    const { io } = await import('socket.io-client');
    return io(LIVE_NAMESPACE, {
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
  },
});
