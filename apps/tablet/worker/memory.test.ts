import { describe, expect, it } from 'vitest';
import { createMemory } from './memory.ts';

const MINUTE = 60_000;
const remember = (sessionId: string, isConfirmed = true) =>
  ({ type: 'REMEMBER', sessionId, info: { of: sessionId }, isConfirmed }) as const;
const recall = { type: 'RECALL' } as const;

describe('the memory of the worker (DC4)', () => {
  it('tells what a page said last, and nothing before', () => {
    const memory = createMemory();
    expect(memory.hear(recall, 0)).toBe(null);
    memory.hear(remember('a'), 0);
    expect(memory.hear(recall, 0)).toEqual({ of: 'a' });
  });

  it('forgets when no page has reminded it for three minutes, and not while one does', () => {
    const memory = createMemory();
    memory.hear(remember('a'), 0);
    memory.hear(remember('a', false), 2 * MINUTE);
    expect(memory.hear(recall, 5 * MINUTE)).toEqual({ of: 'a' });
    expect(memory.hear(recall, 5 * MINUTE + 1)).toBe(null);
  });

  it('forgets at a sign-out, and does not take the same session again from a page that is late', () => {
    const memory = createMemory();
    memory.hear(remember('a'), 0);
    memory.hear({ type: 'FORGET', sessionId: 'a' }, 0);
    memory.hear(remember('a', false), 0);
    expect(memory.hear(recall, 0)).toBe(null);
  });

  it('forgets whoever it is when nobody is signed in', () => {
    const memory = createMemory();
    memory.hear(remember('a'), 0);
    memory.hear({ type: 'FORGET', sessionId: null }, 0);
    memory.hear(remember('a', false), 0);
    expect(memory.hear(recall, 0)).toBe(null);
  });

  it('a colleague takes the place of the one before, whose late page does not take it back', () => {
    const memory = createMemory();
    memory.hear(remember('a'), 0);
    memory.hear(remember('b'), 0);
    memory.hear(remember('a', false), 0);
    expect(memory.hear(recall, 0)).toEqual({ of: 'b' });
  });

  it('takes what a page still knows when the worker was stopped meanwhile', () => {
    const memory = createMemory();
    memory.hear(remember('a', false), 0);
    expect(memory.hear(recall, 0)).toEqual({ of: 'a' });
  });
});
