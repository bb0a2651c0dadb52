import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

// As tools/redis-server/find-redis-server.ts has it: without one, the suites of what speaks to Redis are skipped.
const hasRedis = (process.env.PATH ?? '')
  .split(delimiter)
  .some((folder) => ['redis-server', 'valkey-server'].some((name) => existsSync(join(folder, name))));

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/config', '<rootDir>/src', '<rootDir>/test', '<rootDir>/tools'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // Sources import './x.js', as Node wants it; under jest the file is './x.ts'.
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@nestjs/throttler$': '<rootDir>/test/support/throttler.ts',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  setupFiles: ['reflect-metadata'],
  testTimeout: 20_000,
  // main.ts is what the smoke run covers.
  collectCoverageFrom: [
    'src/**/*.ts',
    'config/**/*.ts',
    '!**/*.spec.ts',
    '!**/*.d.ts',
    '!src/main.ts',
    ...(hasRedis ? [] : ['!src/store/redis/*.ts']),
  ],
  coverageReporters: [['text', { skipFull: true }]],
  coverageThreshold: { global: { lines: 95 } },
};
