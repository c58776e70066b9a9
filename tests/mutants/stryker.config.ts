import { availableParallelism } from 'node:os';

/** Stryker's options; it checks them itself against its schema. What to change comes with the run. */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'tests/mutants/vitest.config.ts' },
  coverageAnalysis: 'perTest',
  concurrency: Math.max(1, availableParallelism() - 1),
  // Only this much is copied; node_modules is linked.
  ignorePatterns: [
    '**',
    '!package.json',
    '!tsconfig.json',
    '!machines',
    '!machines/**',
    '!tests',
    '!tests/mutants',
    '!tests/mutants/*',
  ],
  tempDirName: 'test-results/mutants',
  cleanTempDir: 'always',
  // Stryker rewrites a tsconfig with TypeScript's old programming interface, which version 7 lacks.
  tsconfigFile: 'none',
  disableTypeChecks: false,
  reporters: ['progress'],
  logLevel: 'warn',
  // A machine is built when its file loads, so most mutants are static. They are quick here.
  warnings: { slow: false },
  allowConsoleColors: false,
};
