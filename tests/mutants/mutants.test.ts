import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const mutants = fileURLToPath(new URL('mutants.ts', import.meta.url));
/** A vitest of its own runs inside: nothing of this one may leak into it. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(name)),
);

/** The short form of `npm run mutants`: the smallest machine, all of its mutants. */
test('M6: at least 95 % of the mutants of the lock are killed, the others have a reason', async () => {
  const { code, said } = await new Promise<{ code: unknown; said: string }>((resolve) =>
    execFile(process.execPath, [mutants, 'machines/lock'], { env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, said: stdout + stderr }),
    ),
  );
  console.log(said.split('\n').find((line) => line.startsWith('  machines/lock')));
  expect(code, said).toBe(0);
}, 300_000);
