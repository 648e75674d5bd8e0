import { z } from 'zod';

/** A permission that a route or a socket room may require: `<resource>:<verb>`. */
export const PERMISSIONS = [
  'chains:read',
  'chains:write',
  'nodes:read',
  'nodes:write',
  'channels:read',
  'channels:write',
  'chaincodes:read',
  'chaincodes:write',
  'transactions:submit',
  'transactions:evaluate',
  'blocks:read',
  'operations:read',
  'operations:write',
  'artifacts:read',
  'artifacts:secret',
  'clusters:read',
  'clusters:write',
  'system:read',
] as const;
export const Permission = z.enum(PERMISSIONS);
export type Permission = z.infer<typeof Permission>;

export const ROLES = ['admin', 'operator', 'viewer'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

const VIEWER: readonly Permission[] = PERMISSIONS.filter((permission) => permission.endsWith(':read'));
/** Clusters hold credentials that reach beyond Heddle. */
const ADMIN_ONLY: readonly Permission[] = ['artifacts:secret', 'clusters:write'];
const OPERATOR: readonly Permission[] = PERMISSIONS.filter((permission) => !ADMIN_ONLY.includes(permission));

/** The permissions of each role; the server checks nothing else. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  admin: PERMISSIONS,
  operator: OPERATOR,
  viewer: VIEWER,
};
