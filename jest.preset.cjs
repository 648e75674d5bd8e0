const { join } = require('node:path');

/** Packages that ship ES modules only: jest runs CommonJS, so these are compiled like our own sources. */
const ESM_ONLY = [
  '@nestjs',
  '@noble',
  '@kubernetes',
  'openid-client',
  'oauth4webapi',
  'socks-proxy-agent',
  'agent-base',
  '@jsverse',
  'jose',
  'js-yaml',
  'bullmq',
  'typeorm',
  'uuid',
  'intl-messageformat',
  '@formatjs',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer',
  '@borewit',
];

/** Milliseconds. A test's limit ends what hangs; the machine may run much else, so jest's 5 s would fail sound tests. */
const TEST_LIMIT = 60_000;

/** The settings that every Node project's jest.config.cjs spreads. */
module.exports = {
  testTimeout: TEST_LIMIT,
  testEnvironment: join(__dirname, 'tools/test/environment/node.ts'),
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  moduleFileExtensions: ['ts', 'mjs', 'js', 'json'],
  moduleNameMapper: { '^@heddle/([^/]+)$': join(__dirname, 'libs/$1/src/index.ts') },
  transform: {
    '^.+\\.(t|m?j)s$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${ESM_ONLY.join('|')})/)`],
};
