/** The parts of a zod issue that decide its sentence. */
export interface Issue {
  code?: string;
  message: string;
  path?: readonly unknown[];
  minimum?: unknown;
  maximum?: unknown;
  origin?: string;
  expected?: string;
}

export interface Message {
  key: string;
  params: Record<string, string | number>;
}

/** Which format a field's sentence describes; the same field name means different things in different forms. */
export const FIELD_FORMATS = [
  'label',
  'mspId',
  'domain',
  'channel',
  'chaincode',
  'version',
  'address',
  'host',
  'path',
  'kubernetesName',
  'image',
  'quantity',
  'variable',
  'identity',
  'pkcs12Password',
  'logSpec',
] as const;
export type FieldFormat = (typeof FIELD_FORMATS)[number];

const NOT_ABOVE: Readonly<Record<string, string>> = {
  preferredMaxBytes: 'absoluteMaxBytes',
  nodeDays: 'caDays',
  requiredPeerCount: 'maxPeerCount',
};

const ABOVE: Readonly<Record<string, string>> = { electionTick: 'heartbeatTick' };

/** The reader's sentence for a refused field; null when only the schema's own (English) one says it. */
export function messageOf(issue: Issue, format?: FieldFormat): Message | null {
  switch (issue.code) {
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_type':
      return { key: issue.expected === 'array' ? 'validation.json' : 'validation.number', params: {} };
    case 'invalid_format':
      return format === undefined ? null : { key: `validation.format.${format}`, params: {} };
    case 'custom':
      return custom(issue);
    default:
      return null;
  }
}

function tooSmall({ origin, minimum }: Issue): Message {
  const params = { minimum: Number(minimum) };
  if (origin === 'string') {
    return params.minimum > 1 ? { key: 'validation.tooShort', params } : { key: 'validation.required', params: {} };
  }
  return { key: origin === 'array' ? 'validation.tooFew' : 'validation.atLeast', params };
}

function tooBig({ origin, maximum }: Issue): Message {
  const params = { maximum: Number(maximum) };
  if (origin === 'string') return { key: 'validation.tooLong', params };
  return { key: origin === 'array' ? 'validation.tooMany' : 'validation.atMost', params };
}

function custom({ path = [] }: Issue): Message | null {
  const field = String(path.at(-1));
  const other = NOT_ABOVE[field];
  if (other !== undefined) return { key: 'validation.notAbove', params: { other } };
  const lower = ABOVE[field];
  if (lower !== undefined) return { key: 'validation.above', params: { other: lower } };
  if (path.includes('limits')) return { key: 'validation.belowRequest', params: {} };
  if (path[1] === 'buildEnvironment') return { key: 'validation.duplicateVariable', params: {} };
  if (path[0] === 'source') return { key: 'validation.chooseContext', params: {} };
  if (path[0] === 'repeated') return { key: 'validation.repeated', params: {} };
  if (path[0] === 'cluster') return { key: 'validation.required', params: {} };
  if (path[0] === 'organizations') return { key: 'validation.duplicate', params: {} };
  return null;
}
