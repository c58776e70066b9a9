import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLimiter } from './limiter.ts';

describe('so many within a window, by key (SE3)', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lets through what is allowed, then says how long to wait, and forgets after the window', async () => {
    const limiter = createLimiter({ points: 3, seconds: 10 });
    expect([await limiter.take('a'), await limiter.take('a'), await limiter.take('a')]).toEqual([
      0, 0, 0,
    ]);
    vi.advanceTimersByTime(4_000);
    expect(await limiter.take('a')).toBe(6);
    expect(await limiter.take('b')).toBe(0);
    vi.advanceTimersByTime(6_000);
    expect(await limiter.take('a')).toBe(0);
  });

  it('can be looked at without taking', async () => {
    const limiter = createLimiter({ points: 1, seconds: 10 });
    expect([await limiter.look('a'), await limiter.look('a')]).toEqual([0, 0]);
    await limiter.take('a');
    expect(await limiter.look('a')).toBe(10);
    vi.advanceTimersByTime(10_000);
    expect(await limiter.look('a')).toBe(0);
  });

  it('does not wait longer for having been asked too often', async () => {
    const limiter = createLimiter({ points: 1, seconds: 10 });
    for (let at = 0; at < 50; at += 1) await limiter.take('a');
    vi.advanceTimersByTime(10_001);
    expect(await limiter.take('a')).toBe(0);
  });

  it('remembers no more keys than it may, the oldest goes first', async () => {
    const limiter = createLimiter({ points: 1, seconds: 10 }, 100);
    for (let at = 0; at < 10_000; at += 1) await limiter.take(`key ${at}`);
    expect(limiter.size).toBe(100);
    expect(await limiter.take('key 9999')).toBe(10);
    expect(await limiter.take('key 0')).toBe(0);
    expect(vi.getTimerCount()).toBeLessThanOrEqual(101);
  });

  it('remembers none whose window is over', async () => {
    const limiter = createLimiter({ points: 1, seconds: 10 });
    for (let at = 0; at < 1_000; at += 1) await limiter.take(`key ${at}`);
    vi.advanceTimersByTime(10_000);
    await limiter.take('another');
    expect(limiter.size).toBe(1);
  });
});
