import { describe, expect, it } from 'vitest';
import { advance, isInCall } from './course.ts';
import type { Able, PracticeEvent, Step } from './course.ts';

const ALL: Able = { camera: true, microphone: true };
const run = (events: readonly PracticeEvent[], able = ALL, from: Step = 'intro'): Step =>
  events.reduce<Step>((step, event) => advance(step, event, able), from);

describe('the course of a practice call (T13)', () => {
  it('leads through queue, sound, photo and text to the end', () => {
    const toCall = ['START', 'SAID', 'SAID', 'SAID', 'SAID'] as const;
    expect(run(toCall)).toBe('hearing');
    expect(run([...toCall, 'YES', 'HEARD', 'SAID'])).toBe('photo');
    expect(run(['PHOTO', 'SKIP', 'WROTE', 'SAID', 'SAID'], ALL, 'photo')).toBe('over');
  });

  it('can be gone through by skipping alone, so that nobody is stuck', () => {
    expect(run(['START', ...Array<PracticeEvent>(12).fill('SKIP')])).toBe('over');
  });

  it('tells once how it is not to be heard, and goes on as soon as there is sound', () => {
    expect(run(['SAID'], ALL, 'speaking')).toBe('unheard');
    expect(run(['SAID', 'HEARD'], ALL, 'speaking')).toBe('heard');
  });

  it('asks for nothing that the device does not have', () => {
    expect(run(['YES'], { camera: true, microphone: false }, 'hearing')).toBe('photo');
    expect(run(['YES'], { camera: false, microphone: false }, 'hearing')).toBe('writing');
    expect(run(['SAID'], { camera: false, microphone: true }, 'heard')).toBe('writing');
  });

  it('ends at once when one hangs up, and only in the call', () => {
    const steps: readonly Step[] = ['intro', 'second', 'ready', 'hello', 'photo', 'writing'];
    for (const step of steps)
      expect(advance(step, 'HANG_UP', ALL)).toBe(isInCall(step) ? 'over' : step);
  });
});
