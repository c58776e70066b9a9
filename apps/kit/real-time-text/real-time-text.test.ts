import type { PartyId } from '@naervaer/machines/protocol';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeRoom } from './fake-room.ts';
import type { FakeRoom } from './fake-room.ts';
import { createRealTimeText } from './real-time-text.ts';
import type { RealTimeText } from './real-time-text.ts';
import { LINE_LENGTH, LINES } from './wire.ts';

const DOCTOR = 'clinician' as PartyId;
const STAFF = 'waiter' as PartyId;
const GUEST = 'guest-1' as PartyId;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const pair = (room: FakeRoom = fakeRoom()) => ({
  room,
  doctor: createRealTimeText(room.end(DOCTOR)),
  staff: createRealTimeText(room.end(STAFF)),
});
const wait = (ms: number): void => void vi.advanceTimersByTime(ms);
const finishedOf = (text: RealTimeText, from: PartyId | null): string[] =>
  text
    .finished()
    .filter((line) => line.from === from)
    .map((line) => line.text);
const liveOf = (text: RealTimeText): string[] => text.live().map((line) => line.text);

describe('real-time text (C6)', () => {
  it('shows each letter on the other side, first ones at once, at most every 100 ms', () => {
    const { room, doctor, staff } = pair();
    room.delay = 20;
    wait(500);
    const before = room.sent;
    let typed = '';
    for (const letter of 'Har du ondt?') {
      typed += letter;
      doctor.write(typed);
      wait(30);
    }
    expect(liveOf(staff)[0]).toMatch(/^Har du on/);
    wait(120);
    expect(liveOf(staff)).toEqual(['Har du ondt?']);
    expect(staff.live()[0]?.from).toBe(DOCTOR);
    // 360 ms of typing: four or five messages and two answers, not twelve.
    expect(room.sent - before).toBeLessThan(9);
  });

  it('shows a letter in the middle, and one that is taken away', () => {
    const { doctor, staff } = pair();
    doctor.write('Jeg kommmer');
    doctor.write('Jeg kommer');
    wait(200);
    doctor.write('Jeg kommer nu');
    doctor.write('Vi kommer nu');
    wait(200);
    expect(liveOf(staff)).toEqual(['Vi kommer nu']);
  });

  it('finishes lines in their order and says who wrote', () => {
    const { doctor, staff } = pair();
    doctor.write('Hvor gør det ondt?');
    doctor.finish();
    wait(100);
    staff.write('I hælen');
    staff.finish();
    wait(100);
    const expected = [
      ['Hvor gør det ondt?', DOCTOR],
      ['I hælen', null],
    ];
    expect(staff.finished().map(({ text, from }) => [text, from])).toEqual(expected);
    expect(finishedOf(doctor, null)).toEqual(['Hvor gør det ondt?']);
    expect(finishedOf(doctor, STAFF)).toEqual(['I hælen']);
    expect(liveOf(doctor)).toEqual([]);
    expect(doctor.draft()).toBe('');
  });

  it('takes a paste of several lines, and nothing of an empty one', () => {
    const { doctor, staff } = pair();
    doctor.write('en\n\n to\r\ntre');
    expect(doctor.draft()).toBe('tre');
    wait(200);
    expect(finishedOf(staff, DOCTOR)).toEqual(['en', ' to']);
    expect(liveOf(staff)).toEqual(['tre']);
    doctor.write('   ');
    doctor.finish();
    wait(200);
    expect(finishedOf(staff, DOCTOR)).toEqual(['en', ' to']);
    expect(liveOf(staff).join('')).toBe('');
  });

  it('keeps to its bounds: 2,000 letters a line, 200 lines', () => {
    const { doctor, staff } = pair();
    doctor.write('å'.repeat(LINE_LENGTH + 500));
    doctor.finish();
    wait(200);
    expect(finishedOf(staff, DOCTOR)[0]).toHaveLength(LINE_LENGTH);
    for (let count = 0; count < LINES + 30; count += 1) {
      doctor.write(`linje ${count}`);
      doctor.finish();
      wait(100);
    }
    wait(3000);
    expect(staff.finished()).toHaveLength(LINES);
    expect(staff.finished().at(-1)?.text).toBe(`linje ${LINES + 29}`);
    expect(doctor.finished()).toHaveLength(LINES);
  });

  it('loses nothing in a break: what was finished in it, and what is being typed', () => {
    const { room, doctor, staff } = pair();
    doctor.write('før');
    doctor.finish();
    doctor.write('und');
    room.cut();
    doctor.write('under');
    doctor.finish();
    doctor.write('efter');
    wait(5000);
    expect(finishedOf(staff, DOCTOR)).toEqual([]);
    room.heal();
    wait(100);
    expect(finishedOf(staff, DOCTOR)).toEqual(['før', 'under']);
    expect(liveOf(staff)).toEqual(['efter']);
  });

  it('says again what was lost without a word, and then is silent', () => {
    const { room, doctor, staff } = pair();
    wait(3000);
    room.lose(1);
    doctor.write('tabt');
    doctor.finish();
    wait(3000);
    expect(finishedOf(staff, DOCTOR)).toEqual(['tabt']);
    const { sent } = room;
    wait(60_000);
    expect(room.sent).toBe(sent);
  });

  it('tells a reloaded page again what this one wrote', () => {
    const room = fakeRoom();
    const doctor = createRealTimeText(room.end(DOCTOR));
    const first = room.end(STAFF);
    const staff = createRealTimeText(first);
    doctor.write('Tag den blå pille');
    doctor.finish();
    staff.write('jeg går nu');
    wait(2000);
    staff.close();
    first.leave();
    const again = createRealTimeText(room.end(STAFF));
    again.write('tilbage');
    wait(2000);
    expect(finishedOf(again, DOCTOR)).toEqual(['Tag den blå pille']);
    // What was half said stays, finished; the new page begins a line of its own.
    expect(finishedOf(doctor, STAFF)).toEqual(['jeg går nu']);
    expect(liveOf(doctor)).toEqual(['tilbage']);
  });

  it('tells who comes later nothing from before', () => {
    const { room, doctor, staff } = pair();
    doctor.write('Kun til dig');
    doctor.finish();
    wait(1000);
    const guest = createRealTimeText(room.end(GUEST));
    doctor.write('Til jer begge');
    doctor.finish();
    wait(2000);
    expect(finishedOf(guest, DOCTOR)).toEqual(['Til jer begge']);
    expect(finishedOf(staff, DOCTOR)).toEqual(['Kun til dig', 'Til jer begge']);
  });

  it('counts what came while it was closed, and whose it was', () => {
    const { doctor, staff } = pair();
    doctor.write('Hej');
    wait(200);
    expect([staff.unread(), staff.unreadFrom()]).toEqual([1, DOCTOR]);
    doctor.write('Hej med jer');
    doctor.finish();
    doctor.write('Er I der?');
    wait(300);
    expect(staff.unread()).toBe(2);
    staff.setOpen(true);
    expect([staff.unread(), staff.unreadFrom()]).toEqual([0, null]);
    doctor.write('Er I der nu?');
    wait(300);
    expect(staff.unread()).toBe(0);
  });

  it('is untouched by hostile pages (SE3)', () => {
    const room = fakeRoom();
    const staff = createRealTimeText(room.end(STAFF));
    const hostile = room.end(DOCTOR);
    const line = { type: 'line', page: 'ffffffff', first: 0, version: 1, isDone: true };
    for (const message of [null, 7, 'x', [], { type: 'line' }, { ...line, line: 0, text: {} }]) {
      hostile.send('text', message);
    }
    hostile.send('text', { ...line, line: 0, text: 'x'.repeat(LINE_LENGTH + 1) });
    hostile.send('text', { ...line, line: 0, text: '<b>fed</b>\u202e\u0000' });
    hostile.send('text', { ...line, line: 0, version: 9, text: 'ændret bagefter' });
    wait(100);
    expect(finishedOf(staff, DOCTOR)).toEqual(['<b>fed</b>']);
    // A flood: lines and pages without end, and questions that ask for all of ours.
    staff.write('vores');
    staff.finish();
    const { sent } = room;
    for (let count = 0; count < 5_000; count += 1) {
      const page = (count % 4096).toString(16).padStart(8, '0');
      hostile.send('text', {
        ...line,
        page,
        line: count % 200,
        text: `støj ${count}`,
        isDone: false,
      });
      hostile.send('text', { type: 'have', page: null, line: 0, version: 0 });
    }
    wait(1000);
    expect(staff.finished().length + staff.live().length).toBeLessThanOrEqual(2 * LINES);
    expect(room.sent - sent - 10_000).toBeLessThan(20);
    wait(10_000);
    for (let count = 0; count < 400; count += 1) {
      hostile.send('text', { ...line, page: 'eeeeeeee', first: count, line: count, text: 'støj' });
    }
    wait(1_000);
    expect(staff.unread()).toBe(LINES);
  });

  it('has nothing left when it is closed', () => {
    const { room, doctor, staff } = pair();
    doctor.write('Hej');
    doctor.finish();
    wait(200);
    staff.close();
    doctor.close();
    expect([staff.finished(), staff.live(), staff.unread()]).toEqual([[], [], 0]);
    const { sent } = room;
    doctor.write('mere');
    wait(10_000);
    expect(room.sent).toBe(sent);
  });

  const who = fc.constantFrom<'doctor' | 'staff'>('doctor', 'staff');
  const act = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('splice' as const),
        who,
        at: fc.nat(12),
        cut: fc.nat(4),
        put: fc.string({ unit: 'grapheme', maxLength: 5 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('finish' as const), who }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(1500) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('heal' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), count: fc.nat(6) }) },
  );

  it('arrives as what was typed, whatever the network does to it', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), fc.nat(300), (acts, delay) => {
        const { room, ...sides } = pair();
        room.delay = delay;
        for (const step of acts) {
          if (step.do === 'splice') {
            const side = sides[step.who];
            const letters = [...side.draft()];
            letters.splice(step.at, step.cut, step.put);
            side.write(letters.join(''));
          } else if (step.do === 'finish') sides[step.who].finish();
          else if (step.do === 'wait') wait(step.ms);
          else if (step.do === 'lose') room.lose(step.count);
          else room[step.do]();
        }
        room.heal();
        room.lose(0);
        wait(20_000);
        for (const [mine, theirs, me] of [
          [sides.doctor, sides.staff, DOCTOR],
          [sides.staff, sides.doctor, STAFF],
        ] as const) {
          expect(finishedOf(theirs, me)).toEqual(finishedOf(mine, null));
        }
        // Drafts after the same cleaning that the other side sees them through.
        sides.doctor.finish();
        sides.staff.finish();
        wait(5000);
        expect(finishedOf(sides.staff, DOCTOR)).toEqual(finishedOf(sides.doctor, null));
        expect(finishedOf(sides.doctor, STAFF)).toEqual(finishedOf(sides.staff, null));
        expect([...liveOf(sides.staff), ...liveOf(sides.doctor)].join('')).toBe('');
        sides.doctor.close();
        sides.staff.close();
      }),
      { numRuns: 300 },
    );
  });
});
