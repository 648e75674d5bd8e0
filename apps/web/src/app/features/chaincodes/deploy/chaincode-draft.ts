import {
  DeployChaincode,
  UpgradeChaincode,
  assertNever,
  definitionChanges,
  settleDefinition,
  type AgreedDefinition,
  type Chaincode,
  type ChaincodeOrigin,
  type ChaincodeProject,
  type DefinitionChange,
  type LedgerDefinition,
} from '@heddle/contracts';
import { draftSchema } from '../../../ui/forms/standard-schema';

/** Where the code comes from, with the fields of every kind side by side. */
export interface OriginDraft {
  type: ChaincodeOrigin['type'];
  sourceId: string;
  project: ChaincodeProject | null;
  address: string;
  rootCertificate: string;
  image: string;
}

/** A definition as the form holds it: an empty policy means the channel's default, collections are JSON text. */
export interface ChaincodeDraft {
  name: string;
  version: string;
  origin: OriginDraft;
  endorsementPolicy: string;
  collections: string;
  initRequired: boolean;
  /** Without a function, Init is called later. Arguments are a JSON array. */
  init: { fn: string; args: string };
}

const noOrigin: OriginDraft = {
  type: 'source',
  sourceId: '',
  project: null,
  address: '',
  rootCertificate: '',
  image: '',
};

export const newChaincode: ChaincodeDraft = {
  name: '',
  version: '1.0',
  origin: noOrigin,
  endorsementPolicy: '',
  collections: '',
  initRequired: false,
  init: { fn: '', args: '' },
};

/** `1.0` -> `1.1`, `v7` -> `v8`; a version without a trailing number gets one. */
export function nextVersion(version: string): string {
  const match = /^(.*?)(\d+)$/.exec(version);
  return match === null ? `${version}.1` : `${match[1] ?? ''}${String(Number(match[2]) + 1)}`;
}

/**
 * An upgrade begins with what is committed on the channel, except for the source; an image is begun with the present
 * one. Without an answer of the channel, Heddle's own last definition takes its place.
 */
export function upgradeOf({ name, definition }: Chaincode, committed: AgreedDefinition = definition): ChaincodeDraft {
  const { origin, init } = definition;
  return {
    ...agreedDraft(name, committed),
    origin: origin.type === 'image' ? { ...noOrigin, ...origin } : noOrigin,
    init: { fn: init?.fn ?? '', args: init === null ? '' : JSON.stringify(init.args) },
  };
}

/** Continues a definition that another client committed. */
export const takeOverOf = (committed: LedgerDefinition): ChaincodeDraft => agreedDraft(committed.name, committed);

function agreedDraft(name: string, { version, endorsementPolicy, collections, initRequired }: AgreedDefinition) {
  return {
    ...newChaincode,
    name,
    version: nextVersion(version),
    endorsementPolicy: endorsementPolicy ?? '',
    collections: collections.length === 0 ? '' : JSON.stringify(collections, null, 2),
    initRequired,
  };
}

/** JSON text as a value; what is no JSON stays text, for the schema to refuse. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function originOf({ type, sourceId, project, address, rootCertificate, image }: OriginDraft): unknown {
  switch (type) {
    case 'source':
      return { type, sourceId, ...(project !== null && { project }) };
    case 'external':
      return { type, address: address.trim(), rootCertificate: rootCertificate.trim() === '' ? null : rootCertificate };
    case 'image':
      return { type, image: image.trim() };
    default:
      return assertNever(type);
  }
}

/** Arguments as the contract takes them; what is no array stays text, for the schema to refuse. */
function argumentsOf(text: string): unknown {
  const value = text.trim() === '' ? [] : parsed(text);
  if (!Array.isArray(value)) return text;
  return value.map((item: unknown) => (typeof item === 'string' ? item : JSON.stringify(item)));
}

const initOf = ({ initRequired, init }: ChaincodeDraft): unknown =>
  initRequired && init.fn.trim() !== '' ? { fn: init.fn.trim(), args: argumentsOf(init.args) } : null;

/** The form of an upgrade shows all that is committed: what is empty there is meant to be empty. */
export function toUpgradeInput(draft: ChaincodeDraft): Record<string, unknown> {
  return {
    version: draft.version.trim(),
    origin: originOf(draft.origin),
    endorsementPolicy: draft.endorsementPolicy.trim() === '' ? null : draft.endorsementPolicy.trim(),
    collections: draft.collections.trim() === '' ? [] : parsed(draft.collections),
    initRequired: draft.initRequired,
    init: initOf(draft),
  };
}

/** What is empty is left out: the default, or what another client committed under the name. */
export function toDeployInput(draft: ChaincodeDraft): Record<string, unknown> {
  const { endorsementPolicy, collections, initRequired, ...input } = toUpgradeInput(draft);
  return {
    name: draft.name.trim(),
    ...input,
    ...(endorsementPolicy !== null && { endorsementPolicy }),
    ...(draft.collections.trim() !== '' && { collections }),
    ...(initRequired === true && { initRequired }),
  };
}

const ANY_ORIGIN = { type: 'external', address: 'any:1', rootCertificate: null };

/** What a draft changes of the committed definition; null while the draft is not valid. The origin is no part of it. */
export function changesOf(input: Record<string, unknown>, committed: AgreedDefinition): DefinitionChange[] | null {
  const { name, ...definition } = input;
  const wanted = UpgradeChaincode.safeParse({ ...definition, origin: ANY_ORIGIN });
  if (!wanted.success || name === '') return null;
  return definitionChanges(committed, settleDefinition(wanted.data, { committed }));
}

export const deploySchema = draftSchema(DeployChaincode, toDeployInput, ['collections']);
export const upgradeSchema = draftSchema(UpgradeChaincode, toUpgradeInput, ['collections']);
