import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AccessFact, Actor } from './index.ts';
import { fact, openLogFile } from './testing/log-file.ts';
import type { LogFile } from './testing/log-file.ts';

/** Names that would end a line, begin a field, colour a terminal or turn the text around. */
const NASTY = [
  'Anna\n{"level":50,"msg":"forged"}',
  'Anna\r\nKrogh',
  'Anna","action":"signOut',
  'Anna\u2028Krogh\u2029\u0085',
  'Anna\u001b[31m\u0000\u0007',
  'Anna\u202egnp.exe',
];

let file: LogFile;
beforeEach(async () => {
  file = await openLogFile();
});
afterEach(() => file.remove());

it('SE4: a name forges nothing in the access log: it is sealed, and what is clear is one line', async () => {
  const by = fact().by as Actor;
  const nasty = NASTY.map((name): AccessFact =>
    fact({ by: { ...by, name, role: name }, target: `person/${name}` }),
  );
  await file.write(nasty);
  for (const [index, { json }] of (await file.lines()).entries()) {
    // What could end a line or reach a terminal is written as an escape.
    expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    const body = JSON.parse(json) as Record<string, string>;
    expect(body['action']).toBe('seeOnBoard');
    expect(body['target']).toBe(`person/${NASTY[index]}`);
    expect(await file.keyring.openText(body['name'] ?? '')).toBe(NASTY[index]);
  }
  expect((await file.verify()).findings).toEqual([]);
});

it('SE4: whatever reaches a plain log, it stays one line that says what we said', () => {
  const said: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => void said.push(line) });
  for (const name of NASTY) log.info({ organisation: name }, 'signed in');
  expect(said).toHaveLength(NASTY.length);
  for (const [index, line] of said.entries()) {
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toMatchObject({ organisation: NASTY[index], msg: 'signed in' });
  }
});
