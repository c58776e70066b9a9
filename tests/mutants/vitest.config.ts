import { defineConfig } from 'vitest/config';

/** Stryker runs this once for each mutant: the tests beside the machines, and nothing that is slow. */
export default defineConfig({
  test: {
    include: ['machines/**/*.test.ts'],
    // A mutant that never ends is a killed one; Stryker's own patience comes after this.
    testTimeout: 10_000,
  },
});
