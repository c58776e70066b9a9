import { describe, expect, it } from 'vitest';
import { initialTransition, transition } from 'xstate';
import type { PartyId } from '../../protocol/index.ts';
import type { RoomEvent } from './events.ts';
import { nextRoomDeadline, roomMachine } from './machine.ts';
import type { RoomSnapshot } from './machine.ts';
import { roomOrdersOf } from './orders-of.ts';

const [self, ...others] = ['self', 'a', 'b', 'c', 'd', 'e', 'f'] as readonly string[] as [
  PartyId,
  ...PartyId[],
];
const first = (): RoomSnapshot => initialTransition(roomMachine, { self })[0];
const run = (from: RoomSnapshot, ...events: readonly RoomEvent[]): RoomSnapshot =>
  events.reduce((snapshot, event) => transition(roomMachine, snapshot, event)[0], from);

const READY: RoomEvent = { type: 'MEDIA_READY', at: 0, hasCamera: true, hasMicrophone: true };
const open = (): RoomSnapshot => run(first(), READY);
const deadline = (at: number): RoomEvent => ({ type: 'DEADLINE', at });
/** Oneself and so many others; who of them speaks. */
const parties = (at: number, count: number, ...speaking: readonly string[]): RoomEvent => ({
  type: 'PARTIES_CHANGED',
  at,
  parties: [self, ...others.slice(0, count)].map((partyId) => ({
    partyId,
    isSpeaking: speaking.includes(partyId),
  })),
});
const budgetOf = (room: RoomSnapshot): number | undefined =>
  roomOrdersOf(room).budgets[others[0] ?? self];
const speakerOf = (room: RoomSnapshot): string | null => roomOrdersOf(room).speaker;

describe('a room', () => {
  it('asks for camera and microphone, and is open when there is one of them (C1)', () => {
    expect(first().value).toBe('acquiring');
    expect(roomOrdersOf(first()).acquire).toEqual(['camera', 'microphone']);
    expect(open().value).toBe('open');
    expect(roomOrdersOf(open()).acquire).toEqual([]);
    expect(nextRoomDeadline(open())).toBeNull();
  });

  it('says why there is neither, and asks again on request', () => {
    const denied = run(first(), { type: 'MEDIA_DENIED', at: 1, reason: 'inUse' });
    expect([denied.value, denied.context.denied]).toEqual(['denied', 'inUse']);
    expect(roomOrdersOf(denied).acquire).toEqual([]);
    const again = run(denied, { type: 'RETRY', at: 2 });
    expect([again.value, again.context.denied]).toEqual(['acquiring', null]);
    expect(roomOrdersOf(again).acquire).toEqual(['camera', 'microphone']);
  });

  it('gives nobody a picture while it is not admitted (C7)', () => {
    const out = run(open(), parties(1, 2), { type: 'ADMITTED_CHANGED', at: 2, isAdmitted: false });
    expect(roomOrdersOf(out).budgets).toEqual({});
    const back = run(out, { type: 'ADMITTED_CHANGED', at: 3, isAdmitted: true });
    expect(Object.keys(roomOrdersOf(back).budgets)).toEqual(['a', 'b']);
  });

  it('is in one tab only: the other asks for nothing and gives nothing, until it is taken here', () => {
    const lost = run(open(), parties(1, 2, 'a'), { type: 'DEVICE_LOST', at: 1, kind: 'camera' });
    for (const from of [first(), open(), lost]) {
      const gone = run(from, { type: 'TAKEN_ELSEWHERE', at: 2 });
      expect(gone.value).toBe('elsewhere');
      expect(roomOrdersOf(gone)).toMatchObject({ acquire: [], budgets: {}, speaker: null });
      expect(run(gone, READY, { type: 'RETRY', at: 3 }).value).toBe('elsewhere');
      const here = run(gone, { type: 'TAKE_HERE', at: 4 });
      expect(roomOrdersOf(here).acquire).toEqual(['camera', 'microphone']);
      // What was lost in the former life is not looked for in this one.
      expect(roomOrdersOf(run(here, READY)).acquire).toEqual([]);
    }
  });

  it('ends from everywhere, orders nothing then, and waits for nothing (MA4)', () => {
    const lost = run(open(), parties(1, 3, 'a'), { type: 'DEVICE_LOST', at: 1, kind: 'camera' });
    for (const from of [first(), open(), lost]) {
      const over = run(from, { type: 'ENDED', at: 9 });
      expect(over).toMatchObject({ value: 'ended', status: 'done' });
      expect(roomOrdersOf(over)).toEqual({
        acquire: [],
        budgets: {},
        speaker: null,
        isDark: false,
        isSilent: false,
      });
      expect(nextRoomDeadline(over)).toBeNull();
    }
  });
});

describe('a device that is lost', () => {
  const lost = (): RoomSnapshot => run(open(), { type: 'DEVICE_LOST', at: 1_000, kind: 'camera' });
  const named = (room: RoomSnapshot): readonly string[] => roomOrdersOf(room).acquire;

  it('is taken anew at once, and again with longer and longer pauses (C3)', () => {
    let room = lost();
    expect([named(room), nextRoomDeadline(room)]).toEqual([['camera'], 3_000]);
    expect(named(run(room, deadline(2_999)))).toEqual(['camera']);
    const pauses: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const at = nextRoomDeadline(room) ?? 0;
      room = run(room, deadline(at));
      expect(named(room)).toEqual([]);
      const until = nextRoomDeadline(room) ?? 0;
      pauses.push(until - at);
      expect(named(run(room, deadline(until - 1)))).toEqual([]);
      room = run(room, deadline(until));
      expect([named(room), (nextRoomDeadline(room) ?? 0) - until]).toEqual([['camera'], 2_000]);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 16_000, 16_000]);
  });

  it('is left alone when it is back, and only that one (C3)', () => {
    const both = run(lost(), { type: 'DEVICE_LOST', at: 1_500, kind: 'microphone' });
    expect(named(both)).toEqual(['camera', 'microphone']);
    expect(nextRoomDeadline(both)).toBe(3_000);
    const one = run(both, { type: 'DEVICE_BACK', at: 2_000, kind: 'camera' });
    expect([named(one), nextRoomDeadline(one)]).toEqual([['microphone'], 3_500]);
    const none = run(one, { type: 'DEVICE_BACK', at: 2_000, kind: 'microphone' });
    expect([named(none), nextRoomDeadline(none)]).toEqual([[], null]);
  });

  it('is not lost twice, and is asked for without a pause by whoever presses', () => {
    const twice = run(lost(), { type: 'DEVICE_LOST', at: 2_500, kind: 'camera' });
    expect(nextRoomDeadline(twice)).toBe(3_000);
    const pause = run(lost(), deadline(3_000));
    const asked = run(pause, { type: 'RETRY', at: 3_100 });
    expect([named(asked), nextRoomDeadline(asked)]).toEqual([['camera'], 5_100]);
    expect(nextRoomDeadline(run(lost(), { type: 'RETRY', at: 1_500 }))).toBe(3_000);
    expect(named(run(open(), { type: 'RETRY', at: 1_500 }))).toEqual([]);
  });
});

describe('the picture’s budget', () => {
  it.each([
    [1, 1_500],
    [2, 600],
    [3, 400],
    [4, 250],
    [5, 180],
    [6, 180],
  ])('with %i others it is %i kbit/s to each (V4)', (count, kbps) => {
    const { budgets } = roomOrdersOf(run(open(), parties(0, count)));
    expect(budgets).toEqual(
      Object.fromEntries(others.slice(0, count).map((partyId) => [partyId, kbps])),
    );
  });

  it('is nothing while nobody else is there', () => {
    expect(roomOrdersOf(open()).budgets).toEqual({});
    expect(roomOrdersOf(run(open(), parties(0, 0))).budgets).toEqual({});
  });

  it('is half for whoever listens, from three others on (V4)', () => {
    const listening = (count: number) =>
      budgetOf(run(open(), parties(0, count, 'a'), deadline(2_000)));
    expect([listening(2), listening(3), listening(5)]).toEqual([600, 200, 90]);
    const speaking = run(open(), parties(0, 3, self), deadline(2_000));
    expect(budgetOf(speaking)).toBe(400);
  });
});

describe('the floor', () => {
  it('is taken by who speaks for two seconds (V4)', () => {
    const room = run(open(), parties(1_000, 2, 'b'));
    expect([speakerOf(room), nextRoomDeadline(room)]).toEqual([null, 3_000]);
    expect(speakerOf(run(room, deadline(2_999)))).toBeNull();
    const taken = run(room, deadline(3_000));
    expect([speakerOf(taken), nextRoomDeadline(taken)]).toEqual(['b', null]);
    const cough = run(room, parties(2_000, 2), deadline(3_000));
    expect([speakerOf(cough), nextRoomDeadline(cough)]).toEqual([null, null]);
  });

  it('is kept while its holder speaks, and through silence', () => {
    const held = run(open(), parties(0, 2, 'b'), deadline(2_000));
    const both = run(held, parties(3_000, 2, 'a', 'b'));
    expect([speakerOf(both), nextRoomDeadline(both)]).toEqual(['b', null]);
    expect(speakerOf(run(held, parties(3_000, 2)))).toBe('b');
    const next = run(held, parties(3_000, 2, 'a'));
    expect([speakerOf(next), nextRoomDeadline(next)]).toEqual(['b', 5_000]);
    expect(speakerOf(run(next, deadline(5_000)))).toBe('a');
  });

  it('is counted from when somebody began, also when another joins in or is told of again', () => {
    const room = run(open(), parties(0, 3, 'b'), parties(1_000, 3, 'a', 'b'));
    expect(nextRoomDeadline(room)).toBe(2_000);
    expect(speakerOf(run(room, deadline(2_000)))).toBe('b');
    const other = run(room, parties(1_500, 3, 'a'));
    expect(nextRoomDeadline(other)).toBe(3_500);
  });

  it('shows nobody large to themselves, and the last other one while oneself speaks', () => {
    const held = run(open(), parties(0, 2, 'b'), deadline(2_000));
    const own = run(held, parties(3_000, 2, self), deadline(5_000));
    expect([own.context.floor.holder, speakerOf(own)]).toEqual([self, 'b']);
  });

  it('is free when its holder leaves; with one other there is no choice', () => {
    const held = run(open(), parties(0, 3, 'c'), deadline(2_000));
    expect(speakerOf(held)).toBe('c');
    const left = run(held, parties(3_000, 2));
    expect([speakerOf(left), left.context.floor.holder]).toEqual([null, null]);
    const alone = run(open(), parties(0, 1, 'a'), deadline(2_000));
    expect(speakerOf(alone)).toBeNull();
    expect(speakerOf(run(open(), parties(0, 2, 'a'), deadline(2_000)))).toBe('a');
  });
});

describe('own sound and picture', () => {
  const light = (at: number, luma: number | null): RoomEvent => ({ type: 'LIGHT', at, luma });
  const loud = (at: number, peak: number, isOn = true): RoomEvent => ({
    type: 'LOUDNESS',
    at,
    peak,
    isOn,
  });
  const isDark = (...events: readonly RoomEvent[]): boolean =>
    roomOrdersOf(run(open(), ...events)).isDark;
  const isSilent = (...events: readonly RoomEvent[]): boolean =>
    roomOrdersOf(run(open(), ...events)).isSilent;

  it('is too dark after four seconds, until it is clearly lighter (C2)', () => {
    expect(isDark(light(0, 0.119), light(3_999, 0.119))).toBe(false);
    expect(isDark(light(0, 0.119), light(4_000, 0.119))).toBe(true);
    expect(isDark(light(0, 0.12), light(9_000, 0.12))).toBe(false);
    expect(isDark(light(0, 0.1), light(2_000, 0.15), light(4_000, 0.1))).toBe(false);
    const dark = [light(0, 0.1), light(4_000, 0.1)];
    expect(isDark(...dark, light(6_000, 0.18))).toBe(true);
    expect(isDark(...dark, light(5_000, 0.15), light(6_000, 0.1))).toBe(true);
    expect(isDark(...dark, light(6_000, 0.181))).toBe(false);
    expect(isDark(...dark, light(6_000, null))).toBe(false);
    expect(isDark(...dark, light(6_000, null), light(7_000, 0.1))).toBe(false);
  });

  it('is silent after six seconds of digital silence while it is on (C2)', () => {
    expect(isSilent(loud(0, 0), loud(5_999, 0))).toBe(false);
    expect(isSilent(loud(0, 0), loud(6_000, 0))).toBe(true);
    expect(isSilent(loud(0, 1e-6), loud(6_000, 1e-6))).toBe(false);
    expect(isSilent(loud(0, 0, false), loud(6_000, 0, false))).toBe(false);
    expect(isSilent(loud(0, 0), loud(3_000, 0.2), loud(6_000, 0))).toBe(false);
    expect(isSilent(loud(0, 0), loud(6_000, 0), loud(7_000, 0.2))).toBe(false);
    expect(isSilent(loud(0, 0), loud(6_000, 0), loud(7_000, 0, false))).toBe(false);
  });

  it('is neither when the device is gone: another sentence tells of that', () => {
    const both = [light(0, 0.1), light(4_000, 0.1), loud(0, 0), loud(6_000, 0)];
    const without = (kind: 'camera' | 'microphone') => {
      const { isDark, isSilent } = roomOrdersOf(
        run(open(), ...both, { type: 'DEVICE_LOST', at: 7_000, kind }),
      );
      return [isDark, isSilent];
    };
    expect(without('camera')).toEqual([false, true]);
    expect(without('microphone')).toEqual([true, false]);
  });
});
