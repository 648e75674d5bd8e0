import { peer } from '@hyperledger/fabric-protos';
import type { Configtxlator } from '../../config/spec/configtxlator';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = Record<string, Json>;

/** Bytes that configtxlator leaves opaque inside a block, and the message that each field holds. */
const OPAQUE: ReadonlyMap<string, string> = new Map([
  ['endorser', 'msp.SerializedIdentity'],
  ['hashed_rwset', 'kvrwset.HashedRWSet'],
  ['signature_header', 'common.SignatureHeader'],
]);

/** configtxlator's JSON of a block, with everything decoded that it decodes when requested by name. */
export async function decodeWithConfigtxlator(configtxlator: Configtxlator, block: Uint8Array): Promise<JsonObject> {
  const decoded = (await configtxlator.decode('common.Block', block)) as JsonObject;
  const { metadata } = decoded['metadata'] as { metadata: string[] };
  const data = await expand(configtxlator, decoded['data'] ?? null);
  return { ...decoded, data, metadata: await expandMetadata(configtxlator, metadata) };
}

async function expand(configtxlator: Configtxlator, value: Json): Promise<Json> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => expand(configtxlator, item)));
  if (typeof value !== 'object' || value === null) return value;
  if (isConfigGroup(value)) return elements('/Channel', value);
  return Object.fromEntries(
    await Promise.all(
      Object.entries(value).map(async ([key, item]) => [key, await expandField(configtxlator, key, item)] as const),
    ),
  );
}

async function expandField(configtxlator: Configtxlator, key: string, item: Json): Promise<Json> {
  const type = OPAQUE.get(key);
  if (key === 'timestamp' && typeof item === 'string') return Math.floor(Date.parse(item));
  if (type !== undefined && typeof item === 'string')
    return expand(configtxlator, await decode(configtxlator, type, item));
  return expand(configtxlator, item);
}

/** The parts of a block's metadata, in the order of `common.BlockMetadataIndex`. */
async function expandMetadata(configtxlator: Configtxlator, parts: readonly string[]): Promise<JsonObject> {
  const [signatures, , filter, , commitHash] = parts;
  const own = (await decode(configtxlator, 'common.Metadata', signatures)) as { value: string; signatures: Json };
  const shared = (await decode(configtxlator, 'common.OrdererBlockMetadata', own.value)) as JsonObject;
  const wrapped = shared['consenter_metadata'] as string | null;
  const consenter = (await decode(configtxlator, 'common.Metadata', wrapped ?? '')) as { value: string | null };
  const commit = (await decode(configtxlator, 'common.Metadata', commitHash)) as { value: string };
  const codes = Object.entries(peer.TxValidationCode);
  return {
    signatures: await expand(configtxlator, own.signatures),
    last_config: shared['last_config'] ?? null,
    raft: consenter.value ? await decode(configtxlator, 'etcdraft.BlockMetadata', consenter.value) : null,
    commit_hash: commit.value,
    validation_codes: [...Buffer.from(filter ?? '', 'base64')].map(
      (code) => codes.find(([, number]) => number === code)?.[0] ?? null,
    ),
  };
}

async function decode(configtxlator: Configtxlator, type: string, base64 = ''): Promise<Json> {
  return (await configtxlator.decode(type, Buffer.from(base64, 'base64'))) as Json;
}

function isConfigGroup(value: JsonObject): boolean {
  return 'groups' in value && 'policies' in value && 'values' in value;
}

interface ElementForm {
  readonly kind: string;
  readonly path: string;
  readonly version: Json;
  readonly mod_policy: Json;
}

/** A configuration tree in the order and form of our decoded elements. */
function elements(path: string, group: JsonObject): Json[] {
  const sorted = flatten(path, group).sort((one, other) => (one.path < other.path ? -1 : 1));
  return sorted.map((element) => ({ ...element }));
}

function flatten(path: string, group: JsonObject): ElementForm[] {
  const children = (kind: string) => Object.entries((group[kind] ?? {}) as Record<string, JsonObject>);
  const leaf = (kind: string) => (entry: [string, JsonObject]) => element(kind, `${path}/${entry[0]}`, entry[1]);
  return [
    element('group', path, group),
    ...children('values').map(leaf('value')),
    ...children('policies').map(leaf('policy')),
    ...children('groups').flatMap(([name, child]) => flatten(`${path}/${name}`, child)),
  ];
}

function element(kind: string, path: string, { version, mod_policy }: JsonObject): ElementForm {
  return { kind, path, version: version ?? null, mod_policy: mod_policy ?? null };
}
