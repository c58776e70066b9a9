import { newSessionId } from '@naervaer/machines/protocol';
import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSecurityLog, LINES } from './security-log.ts';
import type { SecurityLog } from './security-log.ts';

let written: Record<string, unknown>[];
let security: SecurityLog;
beforeEach(() => {
  written = [];
  const write = (line: string): void =>
    void written.push(JSON.parse(line) as Record<string, unknown>);
  security = createSecurityLog(pino({ base: null, timestamp: false }, { write }));
});

describe('attempts in the plain log (SE4)', () => {
  it('say what, with which code, where and in which session', () => {
    const session = newSessionId();
    security.tell('documentRefused', { code: 'forbidden', about: 'board', session });
    security.tell('upgradeRefused', { code: 'wrongOrigin', about: 'sync' });
    expect(written).toEqual([
      {
        level: 40,
        msg: 'refused',
        event: 'documentRefused',
        code: 'forbidden',
        about: 'board',
        session,
      },
      { level: 40, msg: 'refused', event: 'upgradeRefused', code: 'wrongOrigin', about: 'sync' },
    ]);
  });

  it('are a few lines of one kind a minute and then a number, however many there are (SE3)', () => {
    for (let n = 0; n < 100_000; n += 1) {
      security.tell('commandRefused', { code: 'forbidden', session: newSessionId() });
    }
    expect(written).toHaveLength(LINES);
    security.minute();
    expect(written).toHaveLength(LINES + 1);
    expect(written.at(-1)).toEqual({
      level: 40,
      msg: 'refused, and more of it',
      event: 'commandRefused',
      code: 'forbidden',
      more: 100_000 - LINES,
    });
  });

  it('of a reached bound are one line and the number', () => {
    const reached = { code: 'tooFast', about: 'requests' } as const;
    for (let n = 0; n < 1000; n += 1) security.tell('boundReached', reached);
    security.minute();
    expect(written.map(({ more }) => more)).toEqual([undefined, 999]);
  });

  it('of one kind hide none of another, and the next minute begins anew', () => {
    for (let n = 0; n < 100; n += 1) security.tell('commandRefused', { code: 'forbidden' });
    security.tell('commandRefused', { code: 'tooManyTries' });
    expect(written.at(-1)).toMatchObject({ code: 'tooManyTries' });
    security.minute();
    security.minute();
    const before = written.length;
    security.tell('commandRefused', { code: 'forbidden' });
    expect(written).toHaveLength(before + 1);
    expect(written.at(-1)).not.toHaveProperty('more');
  });
});
