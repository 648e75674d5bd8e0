import { IssueIdentity, type UserRole } from '@heddle/contracts';
import { draftSchema } from '../../../ui/forms/standard-schema';

/** An identity as the form asks for it; attributes are lines of `name=value`. */
export interface IssueDraft {
  organization: string;
  name: string;
  role: UserRole;
  attributes: string;
  days: number;
}

const DEFAULT_DAYS = 365;

export const issueDraftOf = (organization: string): IssueDraft => ({
  organization,
  name: '',
  role: 'client',
  attributes: '',
  days: DEFAULT_DAYS,
});

/** What the contract's schema takes. */
export function toIssue({ attributes, name, ...draft }: IssueDraft): unknown {
  return { ...draft, name: name.trim(), attributes: attributesOf(attributes) };
}

/** Everything after the first equals sign is the value; a line without one has an empty value. */
function attributesOf(text: string): Record<string, string> {
  const lines = text.split('\n').map((line) => line.trim());
  const pairs = lines
    .filter((line) => line !== '')
    .map((line): [string, string] => {
      const at = line.indexOf('=');
      return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    });
  return Object.fromEntries(pairs);
}

export const issueSchema = draftSchema<IssueDraft>(IssueIdentity, toIssue, ['attributes']);
