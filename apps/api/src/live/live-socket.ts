import type { ClientToServer, ServerToClient } from '@heddle/contracts';
import type { Socket } from 'socket.io';
import type { Principal } from '../http/request';

export interface SocketData {
  principal: Principal;
}

export type LiveSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
