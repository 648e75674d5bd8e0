import {
  capabilitiesOf,
  ChainSpec,
  ordererWarnings,
  type ChainSpecInput,
  type ChainWarning,
  type Runtime,
} from '@heddle/contracts';

/** An organization as the form holds it: empty texts where the server's defaults apply. */
export interface OrganizationDraft {
  name: string;
  mspId: string;
  domain: string;
  peers: number;
}

/** The form's model; its shape follows ChainSpec, so that issues land on the right fields. */
export interface ChainDraft {
  name: string;
  description: string;
  runtime: Runtime;
  /** Name of a registered cluster; empty until one is chosen, and ignored by runtimes without clusters. */
  cluster: string;
  ordering: {
    orderers: number;
    organization: { name: string; mspId: string; domain: string };
    raft: ChainSpec['ordering']['raft'];
    batch: ChainSpec['ordering']['batch'];
  };
  organizations: OrganizationDraft[];
  certificates: ChainSpec['certificates'];
}

/** `org1`, `org2`, ...: the first that no other organization has. */
export function freeOrganizationName(taken: readonly { name: string }[]): string {
  const names = new Set(taken.map(({ name }) => name));
  let number = 1;
  while (names.has(`org${String(number)}`)) number += 1;
  return `org${String(number)}`;
}

export function newOrganization(taken: readonly { name: string }[]): OrganizationDraft {
  return { name: freeOrganizationName(taken), mspId: '', domain: '', peers: 2 };
}

/** The defaults that the contract itself gives, so that Create is one click away from a name. */
export function newDraft(): ChainDraft {
  const first = newOrganization([]);
  const second = newOrganization([first]);
  const spec = ChainSpec.parse({ name: 'x', organizations: [{ name: first.name }] });
  const { orderers, organization, raft, batch } = spec.ordering;
  return {
    name: '',
    description: '',
    runtime: spec.runtime,
    cluster: '',
    ordering: { orderers, organization: { name: organization.name, mspId: '', domain: '' }, raft, batch },
    organizations: [first, second],
    certificates: spec.certificates,
  };
}

function present<Key extends string>(key: Key, value: string): Partial<Record<Key, string>> {
  return value.trim() === '' ? {} : ({ [key]: value.trim() } as Partial<Record<Key, string>>);
}

/** What is sent: empty texts are left out, the rest as it is. */
export function toSpecInput(draft: ChainDraft): ChainSpecInput {
  const { ordering, organizations, cluster, ...rest } = draft;
  const { name, mspId, domain } = ordering.organization;
  return {
    ...rest,
    name: draft.name.trim(),
    ...(capabilitiesOf(draft).cluster && present('cluster', cluster)),
    ordering: { ...ordering, organization: { name, ...present('mspId', mspId), ...present('domain', domain) } },
    organizations: organizations.map((organization) => ({
      name: organization.name.trim(),
      peers: organization.peers,
      ...present('mspId', organization.mspId),
      ...present('domain', organization.domain),
    })),
  };
}

/** What is allowed but unwise; nothing while the number is not one. */
export const draftWarnings = ({ ordering: { orderers } }: ChainDraft): ChainWarning[] =>
  Number.isInteger(orderers) ? ordererWarnings(orderers) : [];

const DRAFT_KEY = 'heddle.draft.chain';

/** A draft outlives a reload of the page, but not the browser's tab. */
export function loadDraft(storage: Storage): ChainDraft {
  const text = storage.getItem(DRAFT_KEY);
  if (text === null) return newDraft();
  try {
    const draft = { ...newDraft(), ...(JSON.parse(text) as Partial<ChainDraft>) };
    toSpecInput(draft);
    return draft;
  } catch (error) {
    // Written by an older console: it can't be read any more, so a new one is begun.
    if (error instanceof SyntaxError || error instanceof TypeError) return newDraft();
    throw error;
  }
}

export function saveDraft(storage: Storage, draft: ChainDraft): void {
  storage.setItem(DRAFT_KEY, JSON.stringify(draft));
}

export function forgetDraft(storage: Storage): void {
  storage.removeItem(DRAFT_KEY);
}
