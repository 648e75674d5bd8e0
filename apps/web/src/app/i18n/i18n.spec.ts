import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  CHAINCODE_STATES,
  CHAIN_STATES,
  CHANNEL_NODE_STATES,
  CHANNEL_STATES,
  CLUSTER_STATES,
  CommandGroup,
  DEFINITION_STATES,
  ERROR_CODES,
  HEALTH_REASONS,
  IDENTITY_FORMATS,
  LANGUAGES,
  NODE_KINDS,
  LEDGER_SOURCES,
  NODE_STATES,
  OPERATION_KINDS,
  OPERATION_STATES,
  OPERATION_STEPS,
  CHAIN_WARNINGS,
  CHANGE_WARNINGS,
  PLANNED_STEPS,
  REACHABILITY,
  ROLES,
  RUNTIMES,
  SAMPLE_SHAPES,
  STEP_STATES,
  USER_ROLES,
} from '@heddle/contracts';
import { IntlMessageFormat } from 'intl-messageformat';
import { THEMES } from '../core/preferences';
import { SAMPLE_NAMES } from '../features/chaincodes/deploy/sample-names';
import { LEVELS } from '../features/nodes/page/log-level-draft';
import { FIELD_FORMATS } from '../ui/forms/issue-message';
import { en } from './en';
import { zh } from './zh';

/** What the field calls otherwise: 过半数组织, 短暂不可用, Tick, 多数, 处于运行状态, 在线调用. */
const OTHER_TERMS = /多数组织|离开几秒钟|心跳单位|法定数量|运行起来|试用/;

const root = join(__dirname, '..');

/** Keys that templates put together from a state or kind: every member of the union must have its words. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  'status.chain': CHAIN_STATES,
  'status.node': NODE_STATES,
  'status.channel': CHANNEL_STATES,
  'status.channelNode': CHANNEL_NODE_STATES,
  'status.chaincode': CHAINCODE_STATES,
  'status.cluster': CLUSTER_STATES,
  'status.operation': OPERATION_STATES,
  'status.step': STEP_STATES,
  errors: ERROR_CODES,
  operationKind: OPERATION_KINDS,
  nodeKind: NODE_KINDS,
  'nodes.logLevels': LEVELS,
  definitionState: DEFINITION_STATES,
  language: LANGUAGES,
  runtime: RUNTIMES,
  'placement.runtime': RUNTIMES,
  reachability: REACHABILITY,
  sample: SAMPLE_NAMES,
  sampleText: SAMPLE_NAMES,
  sampleShape: SAMPLE_SHAPES,
  'clusters.source': ['kubeconfig', 'in_cluster', 'default'],
  'clusters.image': ['peer', 'orderer', 'node', 'go', 'java'],
  role: ROLES,
  'identities.roles': USER_ROLES,
  'identities.format': IDENTITY_FORMATS,
  'identities.topic': CommandGroup.shape.topic.options,
  theme: THEMES,
  health: [...HEALTH_REASONS, 'detail'],
  chaincodeEvents: ['connecting', 'live', 'reconnecting'],
  live: ['connecting', 'live', 'offline', 'reconnecting', 'stale'],
  'chain.tab': ['overview', 'nodes', 'channels', 'identities', 'operations', 'artifacts', 'manifests', 'events'],
  step: Object.entries(OPERATION_STEPS).flatMap(([kind, names]) => names.map((name) => `${kind}.${name}`)),
  plannedStep: PLANNED_STEPS,
  changeWarning: CHANGE_WARNINGS,
  /** Advice about a cluster is a sentence of its own each time. */
  chainWarning: CHAIN_WARNINGS.filter((code) => code !== 'cluster_advice'),
  ledgerSource: ['auto', ...LEDGER_SOURCES],
  'validation.format': FIELD_FORMATS,
};
const family = Object.entries(FAMILIES).flatMap(([prefix, members]) => members.map((member) => `${prefix}.${member}`));

/** Every definition of a key in the files of one language; the merged messages show only the last of a key. */
function definitions(language: string): { key: string; file: string }[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return files
    .filter((name) => basename(name) === `${language}.json`)
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/^\s*"([^"]+)":/gm)].map(([, key = '']) => ({ key, file })),
    );
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|html)$/.test(name) && !name.endsWith('.spec.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** Topics of the live feed and kinds of operations look like keys, but are none. */
const NO_KEYS: readonly string[] = ['operation.event', ...OPERATION_KINDS.filter((kind) => !(kind in en))];

/** Quoted texts in the sources that look like a key of ours. */
function usedKeys(): Set<string> {
  const prefixes = new Set(Object.keys(en).map((key) => key.split('.')[0] ?? ''));
  const quoted = sources(root).flatMap((text) => [...text.matchAll(/['`]([a-zA-Z]+(?:\.[\w]+)+)['`]/g)]);
  return new Set(
    quoted
      .map((match) => match[1] ?? '')
      .filter((key) => prefixes.has(key.split('.')[0] ?? '') && !NO_KEYS.includes(key)),
  );
}

describe('the messages', () => {
  const used = usedKeys();

  it('exist in both languages', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  });

  it('hold every key that the console uses', () => {
    expect([...used, ...family].filter((key) => !(key in en))).toEqual([]);
  });

  it('use the terms of the field in Chinese', () => {
    const found = Object.entries(zh).filter(([, text]) => OTHER_TERMS.test(text));
    expect(found).toEqual([]);
  });

  it('hold none that is not used', () => {
    const known = new Set([...used, ...family]);
    expect(Object.keys(en).filter((key) => !known.has(key))).toEqual([]);
  });

  it.each(['en', 'zh'])('are defined once in %s: two files with one key overwrite each other', (language) => {
    const files = new Map<string, string[]>();
    for (const { key, file } of definitions(language)) files.set(key, [...(files.get(key) ?? []), file]);
    const twice = [...files].filter(([, places]) => places.length > 1);
    expect(twice.map(([key, places]) => `${key}: ${places.join(', ')}`)).toEqual([]);
    expect(files.size).toBe(Object.keys(language === 'en' ? en : zh).length);
  });

  it('are translated, but for names', () => {
    const names = [
      'signIn.title',
      'language.go',
      'language.node',
      'language.java',
      'nodes.cpu',
      'runtime.kubernetes',
      'sampleShape.javascript',
      'sampleShape.typescript',
    ];
    const same = Object.keys(en).filter((key) => en[key] === zh[key] && !names.includes(key));
    expect(same).toEqual([]);
  });

  it.each([
    ['en', en],
    ['zh', zh],
  ])('are well-formed in %s and take the same arguments as in English', (language, messages) => {
    for (const [key, message] of Object.entries(messages)) {
      expect([key, argumentsOf(message, language)]).toEqual([key, argumentsOf(en[key] ?? '', 'en')]);
    }
  });

  it('use full-width punctuation in Chinese', () => {
    const halfWidth = Object.entries(zh).filter(([, text]) => /[\u4e00-\u9fff][,;:!?]/.test(text));
    expect(halfWidth).toEqual([]);
  });
});

function argumentsOf(message: string, language: string): string[] {
  const names = new Set<string>();
  const visit = (elements: readonly unknown[]): void => {
    for (const element of elements as readonly {
      type: number;
      value: string;
      options?: Record<string, { value: unknown[] }>;
    }[]) {
      if (element.type > 0 && element.type < 7) names.add(element.value);
      for (const option of Object.values(element.options ?? {})) visit(option.value);
    }
  };
  visit(new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).getAst());
  return [...names].sort();
}
