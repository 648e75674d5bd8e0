import { z } from 'zod';
import { UserId } from './ids';
import { Permission, Role } from './permissions';

export const Login = z.strictObject({ username: z.string().min(1).max(100), password: z.string().min(1).max(200) });
export type Login = z.infer<typeof Login>;

export const CurrentUser = z.strictObject({
  id: UserId,
  username: z.string(),
  role: Role,
  permissions: z.array(Permission),
});
export type CurrentUser = z.infer<typeof CurrentUser>;

/** The access token is short-lived. The refresh token travels only in an httpOnly cookie. */
export const Session = z.strictObject({ accessToken: z.string(), expiresInSeconds: z.int(), user: CurrentUser });
export type Session = z.infer<typeof Session>;

export const ChangePassword = z.strictObject({
  currentPassword: z.string().min(1).max(200),
  newPassword: z.string().min(12, 'a password has at least 12 characters').max(200),
});
export type ChangePassword = z.infer<typeof ChangePassword>;
