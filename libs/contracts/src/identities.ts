import { z } from 'zod';
import { IdentityId } from './ids';
import { MspId, OrganizationName } from './names';
import { Instant } from './pagination';

/** The kinds that users may issue; nodes get their identities with the chain. */
export const USER_ROLES = ['client', 'admin'] as const;
export const UserRole = z.enum(USER_ROLES);
export type UserRole = z.infer<typeof UserRole>;

/** The common name of the certificate, which is Fabric's enrollment id; also part of file names. */
export const IdentityName = z
  .string()
  .min(1, 'Name must not be empty')
  .max(64, 'Name must have at most 64 characters')
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9._@-]*[A-Za-z0-9])?$/,
    'Name must start and end with a letter or digit and hold only letters, digits, dots, hyphens, underscores and @',
  );

/** Names that start with `hf.` are Fabric CA's; chaincode trusts them. */
export const AttributeName = z
  .string()
  .min(1, 'Attribute name must not be empty')
  .max(100, 'Attribute name must have at most 100 characters')
  .regex(/^[^\s=:,]+$/, 'Attribute name must not hold blanks, colons, commas and equals signs')
  .refine((name) => !name.startsWith('hf.'), 'Names that start with hf. belong to Fabric CA');

export const IdentityAttributes = z
  .record(z.string(), z.string().max(1_000, 'Attribute value must have at most 1000 characters'))
  .superRefine((attributes, context) => {
    const names = Object.keys(attributes);
    if (names.length > 50) context.addIssue({ code: 'custom', message: 'at most 50 attributes' });
    // zod's check of record keys does not report the reason.
    for (const name of names) {
      const message = AttributeName.safeParse(name).error?.issues[0]?.message;
      if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message });
    }
  });

/** An identity of a user or an application, as in its certificate. */
export const Identity = z.strictObject({
  id: IdentityId,
  organization: z.string(),
  mspId: MspId,
  name: z.string(),
  commonName: z.string(),
  role: UserRole,
  /** From the certificate, including Fabric CA's; empty if it has no such extension. */
  attributes: z.record(z.string(), z.string()),
  serialNumber: z.string(),
  /** Common name of the CA. */
  issuedBy: z.string(),
  notBefore: Instant,
  expiresAt: Instant,
});
export type Identity = z.infer<typeof Identity>;

/** Requests a new key and certificate. The validity in `days` is limited by the CA's certificate. */
export const IssueIdentity = z.strictObject({
  organization: OrganizationName,
  name: IdentityName,
  role: UserRole.default('client'),
  attributes: IdentityAttributes.default({}),
  days: z.int().min(1, 'at least one day').max(7_300, 'at most 7300 days').default(365),
});
export type IssueIdentity = z.infer<typeof IssueIdentity>;

export const Pkcs12Password = z
  .string()
  .min(8, 'Password must have at least 8 characters')
  .max(200, 'Password must have at most 200 characters')
  .regex(/^[\x20-\x7e]+$/, 'Password must hold only printable ASCII: programs read other characters differently');

/** The format of a downloaded identity; all contain the private key. */
export const IdentityDownload = z.discriminatedUnion('format', [
  z.strictObject({ format: z.literal('pem') }),
  z.strictObject({ format: z.literal('msp') }),
  z.strictObject({ format: z.literal('wallet') }),
  z.strictObject({ format: z.literal('pkcs12'), password: Pkcs12Password }),
]);
export type IdentityDownload = z.infer<typeof IdentityDownload>;
export const IDENTITY_FORMATS = ['pem', 'msp', 'wallet', 'pkcs12'] as const satisfies IdentityDownload['format'][];
export const IdentityFormat = z.enum(IDENTITY_FORMATS);
