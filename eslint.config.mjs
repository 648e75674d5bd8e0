import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Who may import whom; docs/architecture.md draws the same arrows. */
const ALLOWED = {
  contracts: [],
  topology: ['contracts'],
  fabric: [],
  runtime: ['contracts', 'topology'],
  local: ['contracts', 'runtime', 'topology'],
  artifacts: ['contracts'],
  config: ['contracts'],
  data: ['contracts'],
  queue: ['contracts', 'data'],
  testing: ['contracts', 'topology', 'fabric', 'runtime', 'data', 'queue', 'config', 'artifacts'],
  api: ['contracts', 'config', 'data', 'queue', 'artifacts', 'fabric', 'topology'],
  worker: ['contracts', 'config', 'data', 'queue', 'artifacts', 'fabric', 'topology', 'runtime', 'local'],
  web: ['contracts'],
};

/** Test harness code may be used by specs of any Node room. */
const depConstraints = Object.entries(ALLOWED).map(([room, allowed]) => ({
  sourceTag: `scope:${room}`,
  onlyDependOnLibsWithTags: [room, ...allowed].map((name) => `scope:${name}`),
}));

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
      '@nx/enforce-module-boundaries': ['error', { enforceBuildableLibDependency: false, allow: [], depConstraints }],
    },
  },
  {
    files: ['**/*.spec.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: ['**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
  },
  prettier,
);
