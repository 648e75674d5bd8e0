import type { Request } from 'express';
import type { Permission, Role, UserId } from '@heddle/contracts';

/** The caller, from the access token and confirmed by the database. */
export interface Principal {
  readonly userId: UserId;
  readonly username: string;
  readonly role: Role;
  readonly permissions: readonly Permission[];
  /** The session that the token belongs to. */
  readonly sessionId: string;
}

export interface ApiRequest extends Request {
  principal?: Principal;
}
