import { defineConfig } from 'vitest/config';

/**
 * Two projects: `unit` runs in parallel; `system` starts servers, browsers and relays and so runs
 * one file at a time on a small machine.
 */
const system = [
  'tests/e2e/**/*.test.ts',
  'tests/faults/**/*.test.ts',
  'tests/history/load.test.ts',
  'tests/load/**/*.test.ts',
  'tests/model/browser/browser-level.test.ts',
  'tests/model/server/server-level.test.ts',
  'tests/network/**/*.test.ts',
  // A vitest of its own runs inside.
  'tests/mutants/mutants.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'machines/**/*.test.ts',
            'storage/**/*.test.ts',
            'sync-server/**/*.test.ts',
            'apps/**/*.test.ts',
            'tests/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/dist/**', ...system],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'system',
          include: system,
          setupFiles: ['tests/support/fresh-connections.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
