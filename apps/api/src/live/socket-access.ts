import { Injectable } from '@nestjs/common';
import { unauthenticated } from '../auth/access-tokens';
import { Authenticator } from '../auth/authenticator';
import { Sessions } from '../auth/sessions';
import type { Principal } from '../http/request';

/** Who may open a socket of the live feed, and for how long. */
@Injectable()
export class SocketAccess {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly sessions: Sessions,
  ) {}

  /** @param token of the handshake. @throws ApiError `unauthenticated` */
  async principal(token: unknown): Promise<Principal> {
    if (typeof token !== 'string') throw unauthenticated();
    return this.authenticator.authenticate(token);
  }

  /** A socket lives as long as the session that it was opened with. */
  isAlive({ sessionId }: Pick<Principal, 'sessionId'>): Promise<boolean> {
    return this.sessions.isAlive(sessionId);
  }
}
