import {
  DeployChaincode,
  UpgradeChaincode,
  assertNever,
  type Chaincode,
  type ChaincodeOrigin,
  type ChaincodeProject,
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

/** A definition as the form holds it: an empty policy stands for the channel's default, collections are JSON text. */
export interface ChaincodeDraft {
  name: string;
  version: string;
  origin: OriginDraft;
  endorsementPolicy: string;
  collections: string;
  initRequired: boolean;
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
};

/** `1.0` -> `1.1`, `v7` -> `v8`; a version without a trailing number gets one. */
export function nextVersion(version: string): string {
  const match = /^(.*?)(\d+)$/.exec(version);
  return match === null ? `${version}.1` : `${match[1] ?? ''}${String(Number(match[2]) + 1)}`;
}

/** An upgrade begins with what is committed, except for the source; an image is begun with the present one. */
export function upgradeOf({ name, definition }: Chaincode): ChaincodeDraft {
  return {
    name,
    version: nextVersion(definition.version),
    origin: definition.origin.type === 'image' ? { ...noOrigin, ...definition.origin } : noOrigin,
    endorsementPolicy: definition.endorsementPolicy ?? '',
    collections: definition.collections.length === 0 ? '' : JSON.stringify(definition.collections, null, 2),
    initRequired: definition.initRequired,
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

export function toUpgradeInput(draft: ChaincodeDraft): unknown {
  return {
    version: draft.version.trim(),
    origin: originOf(draft.origin),
    endorsementPolicy: draft.endorsementPolicy.trim() === '' ? null : draft.endorsementPolicy.trim(),
    collections: draft.collections.trim() === '' ? [] : parsed(draft.collections),
    initRequired: draft.initRequired,
  };
}

export function toDeployInput(draft: ChaincodeDraft): unknown {
  return { name: draft.name.trim(), ...(toUpgradeInput(draft) as Record<string, unknown>) };
}

export const deploySchema = draftSchema(DeployChaincode, toDeployInput, ['collections']);
export const upgradeSchema = draftSchema(UpgradeChaincode, toUpgradeInput, ['collections']);
