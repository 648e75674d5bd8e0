import type { Workload } from '@heddle/topology';
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { renderBuild } from '../build/build-job';
import { chainValues } from './chain-values';
import { nodeFiles } from './node-files';
import { nodeValues } from './node-values';
import { chaincodeServer, fabricWorkloads, renderContext, TEMPLATES } from './testing/fabric-chain';

const CHAIN_ID = '5ba7e6f4-6c3c-4e17-9a7e-2f2f3c6a7b10';
const RUNS = { seed: 20_261_123, numRuns: 25 };

const hostPaths = {
  ledgers: { type: 'host_path', path: '/srv/ledgers' },
  shared: { type: 'host_path', path: '/srv/shared' },
} as const;
const ingress = { address: 'ingress.test:443', className: 'passthrough' };
const contexts = [renderContext({ ingress }), renderContext({ ...hostPaths, reachability: 'node_port' })];

const ofNode = (workload: Workload, context: (typeof contexts)[number]) =>
  nodeValues({
    context,
    workload,
    program: { image: 'image:1', command: ['run'], args: ['it'] },
    files: nodeFiles(workload.files),
    secrets: { data: {}, digest: '' },
    replicas: 1,
    annotations: { one: 'annotation' },
    podAnnotations: { other: 'annotation' },
  });

const operationsAccess = { authorities: { org1: 'CA' }, certificate: 'certificate', privateKey: 'key' };
const ofChain = (context: (typeof contexts)[number]) =>
  chainValues({ context, chainId: CHAIN_ID, chainName: 'trade', operationsAccess });

/** The values of a build's template. */
function buildValues(): object {
  const given: object[] = [];
  const render = (_component: string, values: object) => {
    given.push(values);
    return { text: '', objects: [] };
  };
  const context = renderContext({ buildEnvironment: { GOPROXY: 'https://proxy.test' } });
  const renderer = { render } as unknown as typeof context.renderer;
  renderBuild(
    { ...context, renderer },
    {
      chainId: CHAIN_ID,
      id: 'b1c2',
      language: 'go',
      folder: 'builds/b1c2',
      cache: 'cache/go',
      project: 'chaincode',
      commands: [{ command: 'go', args: ['build'], env: {}, phase: 'compile', remedy: 'Correct it.' }],
      user: 10_001,
    },
  );
  return given[0] ?? {};
}

/** Values of each component, as the model builds them. */
const VALUES: Readonly<Record<string, readonly object[]>> = {
  ...Object.fromEntries(['namespace', 'shared', 'monitoring'].map((name) => [name, contexts.map(ofChain)])),
  ...Object.fromEntries(
    [...fabricWorkloads(CHAIN_ID), chaincodeServer(CHAIN_ID)].map((workload) => [
      workload.kind,
      contexts.map((context) => ofNode(workload, context)),
    ]),
  ),
  build: [buildValues()],
};

type Replace = (text: string) => string;

/** A copy of a value with every text in it, keys too, replaced; names of fields that templates look up are kept. */
function replaced(value: unknown, replace: Replace, isData = false): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((item) => replaced(item, replace, isData));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [isData ? replace(key) : key, replaced(item, replace, isData)]),
  );
}

/** Maps that templates insert as they are: their keys are values like any other. */
const DATA = new Set(['labels', 'podLabels', 'selector', 'annotations', 'podAnnotations', 'data']);

function withTexts(values: object, replace: Replace): object {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      DATA.has(key) ? replaced(value, replace, true) : withInner(value, replace),
    ]),
  );
}

const withInner = (value: unknown, replace: Replace): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? withTexts(value, replace)
    : replaced(value, replace);

const components = readdirSync(TEMPLATES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

it('the values of every component are known here', () => {
  expect(Object.keys(VALUES)).toEqual(expect.arrayContaining(components));
});

const text = fc.oneof(
  fc.constantFrom(
    '"',
    "'",
    '\n',
    '\n---\nkind: Evil\n',
    ': ',
    ' #',
    '{{ x }}',
    '{% x %}',
    '&a',
    '*a',
    '\t',
    '\0',
    '\u2028',
    '}',
    ']',
    ',',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
  fc.constant('x'.repeat(500)),
);

describe.each(components)('the templates of %s', (component) => {
  it('keep every value in its place, whatever it is', () => {
    const { renderer } = renderContext();
    for (const values of VALUES[component] ?? []) {
      const render = (replace: Replace) => renderer.render(component, withTexts(values, replace)).objects;
      // In the harmless rendering, marked texts show where each value is.
      const harmless = render((one) => `mark<${one}>`);
      fc.assert(
        fc.property(text, (hostile) => {
          const expected = replaced(harmless, (one) => one.replaceAll('mark<', () => `${hostile}<`), true);
          expect(render((one) => `${hostile}<${one}>`)).toEqual(expected);
        }),
        RUNS,
      );
    }
  });
});
