import type { Request } from 'express';
import type { Permission, Role, UserId } from '@heddle/contracts';

/** Who asks, as the access token says and the database confirms. */
export interface Principal {
  readonly userId: UserId;
  readonly username: string;
  readonly role: Role;
  readonly permissions: readonly Permission[];
  /** The sign-in that the token belongs to. */
  readonly sessionId: string;
}

export interface ApiRequest extends Request {
  principal?: Principal;
}
