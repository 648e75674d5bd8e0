import { ChangePassword } from '@heddle/contracts';
import { z } from 'zod';
import { draftSchema } from '../../ui/forms/standard-schema';

/** A change of password as the form asks for it. */
export interface PasswordDraft {
  currentPassword: string;
  newPassword: string;
  repeated: string;
}

export const emptyPasswordDraft: PasswordDraft = { currentPassword: '', newPassword: '', repeated: '' };

/** What the form checks by itself: the contract's rules, and that the new password was typed twice alike. */
export const passwordSchema = draftSchema<PasswordDraft>(
  z
    .strictObject({ ...ChangePassword.shape, repeated: z.string() })
    .refine(({ newPassword, repeated }) => newPassword === repeated, { path: ['repeated'] }),
  (draft) => draft,
);
