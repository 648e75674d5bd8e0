import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Who may import whom; docs/architecture.md draws the same arrows. */
const ALLOWED = {
  contracts: [],
  client: ['contracts'],
  topology: ['contracts'],
  fabric: [],
  runtime: ['contracts', 'topology'],
  local: ['contracts', 'runtime', 'topology', 'artifacts'],
  manifests: [],
  k8s: ['contracts', 'runtime', 'topology', 'manifests', 'artifacts'],
  artifacts: ['contracts'],
  config: ['contracts'],
  data: ['contracts', 'topology'],
  queue: ['contracts', 'data'],
  testing: ['contracts', 'topology', 'fabric', 'runtime', 'data', 'queue', 'config', 'artifacts'],
  api: ['contracts', 'config', 'data', 'queue', 'artifacts', 'fabric', 'topology', 'runtime', 'k8s'],
  worker: [
    'contracts',
    'config',
    'data',
    'queue',
    'artifacts',
    'fabric',
    'topology',
    'runtime',
    'local',
    'k8s',
    'manifests',
  ],
  web: ['contracts', 'client'],
  bench: [
    'contracts',
    'client',
    'config',
    'data',
    'queue',
    'fabric',
    'topology',
    'testing',
    'runtime',
    'k8s',
    'manifests',
  ],
  faults: ['contracts', 'client', 'config', 'fabric', 'testing'],
  tools: ['contracts', 'client', 'config', 'testing', 'runtime', 'local', 'k8s'],
};

const constraintsOf = (alsoAllowed) =>
  Object.entries(ALLOWED).map(([room, allowed]) => ({
    sourceTag: `scope:${room}`,
    onlyDependOnLibsWithTags: [room, ...allowed, ...alsoAllowed].map((name) => `scope:${name}`),
  }));

/** Edges that would close circles: specs of the rooms that the test harness is made of, and the command that runs benchmarks. */
const boundaries = {
  enforceBuildableLibDependency: false,
  allow: [],
  ignoredCircularDependencies: [...ALLOWED.testing.map((room) => [room, 'testing']), ['tools', 'bench']],
};

/** Specs of any Node room may use the test harness and the client. */
const specBoundaries = { ...boundaries, depConstraints: constraintsOf(['testing', 'client']) };

const RUNTIME_NAME = '/^(local|kubernetes)$/';
const ASK_CAPABILITIES = 'Ask for what the runtime can do: capabilitiesOf (libs/contracts/src/runtimes.ts).';

/** Comparisons with the name of a runtime, in code and in inline templates. */
const runtimeComparisons = [
  `BinaryExpression[operator=/^[!=]=/] > Literal[value=${RUNTIME_NAME}]`,
  "BinaryExpression[operator=/^[!=]=/] > MemberExpression[property.name='runtime']",
  `SwitchCase > Literal[value=${RUNTIME_NAME}]`,
  "TemplateElement[value.raw=/[!=]==? '(local|kubernetes)'/]",
].map((selector) => ({ selector, message: ASK_CAPABILITIES }));

/** A busy machine is late: what should not happen is made to outlast the test, or told by an event. */
const assertedTimes = {
  selector: "CallExpression[callee.property.name=/^toBeLessThan/] > .callee CallExpression[callee.property.name='now']",
  message: 'A test asserts no duration: it fails on a busy machine. Durations belong in tools/bench.',
};

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '.nx', '.angular', 'data', 'samples', 'tmp'] },
  { plugins: { '@nx': nx } },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      complexity: ['error', 10],
      'max-params': ['error', 4],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true } }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@nx/enforce-module-boundaries': ['error', { ...boundaries, depConstraints: constraintsOf([]) }],
    },
  },
  {
    files: ['**/*.spec.ts', '**/src/testing/**/*.ts'],
    rules: {
      '@typescript-eslint/unbound-method': 'off',
      '@nx/enforce-module-boundaries': ['error', specBoundaries],
      'no-restricted-syntax': ['error', assertedTimes],
    },
  },
  {
    // The tools' projects import each other by path. What node:test's functions return may be ignored.
    files: ['tools/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { ...boundaries, allow: ['./**', '../**'], depConstraints: constraintsOf([]) },
      ],
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['describe', 'it'] }] },
      ],
    },
  },
  {
    // node:test and jest load these by their default export.
    files: ['tools/test/node-reporter.ts', 'tools/test/environment/node.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    // Nest takes its options, TypeORM its rows and Kubernetes' client its objects as plain objects where they declare classes.
    files: ['apps/api/**/*.ts', 'apps/worker/**/*.ts', 'libs/k8s/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
  {
    files: ['apps/**/*.ts', 'libs/queue/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-imports': ['error', { name: 'typeorm', message: 'Queries belong in libs/data.' }] },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', ...runtimeComparisons] },
  },
  {
    files: ['**/*.mjs'],
    extends: [...tseslint.configs.strict],
    rules: { complexity: ['error', 10], 'max-params': ['error', 4] },
  },
  prettier,
);
