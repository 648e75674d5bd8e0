import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Who may import whom; docs/architecture.md draws the same arrows. */
const ALLOWED = {
  contracts: [],
  topology: ['contracts'],
  fabric: [],
  runtime: ['contracts', 'topology'],
  local: ['contracts', 'runtime', 'topology', 'artifacts'],
  manifests: [],
  k8s: ['contracts', 'runtime', 'topology', 'manifests'],
  artifacts: ['contracts'],
  config: ['contracts'],
  data: ['contracts'],
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
  web: ['contracts'],
  bench: ['contracts', 'config', 'data', 'queue', 'fabric', 'topology', 'testing', 'runtime', 'k8s', 'manifests'],
  faults: ['config', 'testing'],
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

/** Specs of any Node room may use the test harness. */
const specBoundaries = { ...boundaries, depConstraints: constraintsOf(['testing']) };

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
    },
  },
  {
    // Nest takes its options, TypeORM its rows and Kubernetes' client its objects as plain objects where they declare classes.
    files: ['apps/api/**/*.ts', 'apps/worker/**/*.ts', 'libs/k8s/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
  {
    files: ['**/*.mjs'],
    extends: [...tseslint.configs.strict],
    rules: { complexity: ['error', 10], 'max-params': ['error', 4] },
  },
  prettier,
);
