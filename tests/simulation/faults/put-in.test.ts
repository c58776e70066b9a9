import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FaultGone, putInto } from './fault.ts';
import type { FaultName } from './fault.ts';
import { FAULTS } from './faults.ts';
import { withFault } from './with-fault.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const sourceOf = (file: string): string => readFileSync(`${ROOT}${file}`, 'utf8');

test.each(FAULTS)('$name still fits the source, which still parses', ({ edits }) => {
  expect(edits.length).toBeGreaterThan(0);
  for (const edit of edits) {
    const faulty = putInto(sourceOf(edit.file), edit);
    expect(faulty).not.toBe(sourceOf(edit.file));
    expect(() => stripTypeScriptTypes(faulty)).not.toThrow();
  }
});

test('a fault whose place is gone, or is there twice, says so', () => {
  const edit = { file: 'some.ts', find: 'a', replace: 'b' };
  expect(putInto('xax', edit)).toBe('xbx');
  expect(() => putInto('xx', edit)).toThrow(FaultGone);
  expect(() => putInto('aa', edit)).toThrow(FaultGone);
});

/** A process of its own that says of the projector's source, as it got it, whether it deletes. */
const PROJECTOR = `
  import { registerHooks } from 'node:module';
  registerHooks({ load(url, context, next) {
    const loaded = next(url, context);
    if (url.endsWith('/projector.ts')) {
      process.stdout.write(String(loaded.source).includes('map.delete') ? 'deletes' : 'keeps');
    }
    return loaded;
  } });
  await import('@naervaer/sync-server/projector/index.ts');`;

const run = (script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, [...args, '--input-type=module', '-e', script], {
    cwd: `${ROOT}tests`,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });

test('a fault reaches a package of the workspace as Node loads it, and only when asked for', () => {
  expect(run(PROJECTOR, []).stdout).toBe('deletes');
  expect(run(PROJECTOR, withFault('rowNotRemoved')).stdout).toBe('keeps');
  const NODE_OPTIONS = withFault('rowNotRemoved').join(' ');
  expect(run(PROJECTOR, [], { NODE_OPTIONS }).stdout).toBe('keeps');
});

test('a fault that was never loaded, and one that does not exist, is an error', () => {
  expect(run(PROJECTOR, withFault('rowNotRemoved')).status).toBe(0);
  expect(run('', withFault('rowNotRemoved')).status).toBe(3);
  expect(run('', withFault('noSuchFault' as FaultName)).status).toBe(1);
});
