import type { PartyId, PhotoId } from '@naervaer/machines/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PHOTO } from './messages.ts';
import { writeFrame } from './pieces.ts';
import { digestOf } from './seal.ts';
import { fakeJpeg, noise } from './testing/fake-jpeg.ts';
import { fakeNetwork, fakeRelay, handClock, ONE, OTHER } from './testing/fake-network.ts';
import type { NetworkOptions } from './testing/fake-network.ts';
import { createTransfer } from './transfer.ts';
import type { Still, Transfer } from './transfer.ts';

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const stillOf = (bytes: number, seed = 1): Still => ({
  picture: fakeJpeg(4000, 3000, bytes, seed),
  preview: fakeJpeg(640, 480, 40_000, seed + 1),
  width: 4000,
  height: 3000,
});

/** Hashing and sealing that are under way: they are done by the runtime, beside all clocks. */
let underWay = 0;
beforeAll(() => {
  for (const name of ['digest', 'encrypt', 'decrypt', 'importKey'] as const) {
    const real = crypto.subtle[name].bind(crypto.subtle) as (...of: unknown[]) => Promise<never>;
    vi.spyOn(crypto.subtle, name).mockImplementation(async (...of: unknown[]) => {
      underWay += 1;
      try {
        return await real(...of);
      } finally {
        underWay -= 1;
      }
    });
  }
});
afterAll(() => {
  vi.restoreAllMocks();
});
const turn = () =>
  new Promise((next) => {
    setImmediate(next);
  });

function stand(options: Omit<NetworkOptions, 'clock'>) {
  const clock = handClock();
  const network = fakeNetwork({ clock, ...options });
  const relay = fakeRelay();
  const active: boolean[] = [];
  let isWeak = false;
  let lastId = 0;
  const side = (of: 'one' | 'other'): Transfer =>
    createTransfer({
      channel: network.channel(of),
      relay,
      clock,
      isParty: (partyId) => partyId === ONE || partyId === OTHER,
      isWeak: () => isWeak,
      newId: () => {
        lastId += 1;
        return `0192f0c0-0000-7000-8000-${String(lastId).padStart(12, '0')}` as PhotoId;
      },
      onChange: () => undefined,
      onNew: () => undefined,
      onActive: (isActive) => active.push(isActive),
    });
  const ends = { one: side('one'), other: side('other') };
  /** Moves time until it is so. @returns milliseconds that it took */
  async function until(isSo: () => boolean, most = 300_000): Promise<number> {
    const start = clock.now();
    while (!isSo()) {
      if (clock.now() - start > most) throw new Error(`not within ${most} ms`);
      clock.advance(25);
      do await turn();
      while (underWay > 0);
    }
    return clock.now() - start;
  }
  return {
    clock,
    network,
    relay,
    active,
    ends,
    until,
    weaken: () => {
      isWeak = true;
    },
    /** As a page that is loaded again: nothing is known there any more. */
    reload(of: 'one' | 'other') {
      network.cut();
      ends[of].close();
      ends[of] = side(of);
      network.heal();
    },
  };
}

const isWhole = (end: Transfer, at = 0) => end.incoming()[at]?.state() === 'whole';

async function expectSame(end: Transfer, still: Still, at = 0): Promise<void> {
  const picture = end.incoming()[at]?.picture();
  expect(picture && (await digestOf(picture))).toBe(await digestOf(still.picture));
}

describe('a photo between two tabs (C5)', () => {
  it.each(['one', 'other'] as const)('arrives whole, the preview first, from %s', async (from) => {
    const { ends, until, active, relay } = stand({ bytesPerMs: 1_000 });
    const still = stillOf(1_400_000);
    const to = from === 'one' ? 'other' : 'one';
    await ends[from].send(still, to === 'one' ? ONE : OTHER);
    await until(() => ends[to].incoming()[0]?.preview() !== undefined);
    expect(ends[to].incoming()[0]?.preview()).toEqual(still.preview);
    expect(ends[to].incoming()[0]?.state()).toBe('arriving');
    const took = await until(() => ends[from].outgoing()[0]?.state() === 'received');
    expect(took).toBeLessThan(10_000);
    await expectSame(ends[to], still);
    expect(active).toEqual([true, false]);
    expect(relay.puts()).toBe(0);
  });

  it('both ways at once', async () => {
    const { ends, until } = stand({ bytesPerMs: 1_000 });
    const [there, back] = [stillOf(900_000, 3), stillOf(700_000, 9)];
    await ends.one.send(there, OTHER);
    await ends.other.send(back, ONE);
    await until(() => isWhole(ends.one) && isWhole(ends.other));
    await expectSame(ends.other, there);
    await expectSame(ends.one, back);
  });

  it('goes on after breaks with what is missing, and sends little twice', async () => {
    const { ends, network, until, clock } = stand({ bytesPerMs: 300 });
    const still = stillOf(1_500_000);
    await ends.one.send(still, OTHER);
    for (const part of [0.2, 0.5, 0.8]) {
      await until(() => (ends.other.incoming()[0]?.progress() ?? 0) > part);
      network.cut();
      clock.advance(5_000);
      network.heal();
    }
    await until(() => isWhole(ends.other));
    await expectSame(ends.other, still);
    // For each break no more than what waited in the channel and was on the wire.
    expect(network.sent()).toBeLessThan(1_540_000 + 3 * 170_000);
  });

  it('arrives over a channel that even loses in between (nothing is trusted)', async () => {
    const { ends, network, until } = stand({ bytesPerMs: 400, loss: 0.1, random: seeded(5) });
    const still = stillOf(1_200_000);
    await ends.one.send(still, OTHER);
    await until(() => ends.one.outgoing()[0]?.state() === 'received');
    await expectSame(ends.other, still);
    expect(network.sent()).toBeLessThan(1_240_000 * 1.5);
  });

  it.each([1, 2, 3, 4, 5])('breaks and losses by chance, seed %i', async (seed) => {
    const random = seeded(seed);
    const { ends, network, until, clock, relay } = stand({
      bytesPerMs: 50 + random() * 400,
      delayMs: random() * 300,
      loss: 0.02,
      random,
    });
    const still = stillOf(400_000 + Math.floor(random() * 900_000), seed);
    await ends.one.send(still, OTHER);
    for (let breaks = 0; breaks < 4; breaks += 1) {
      clock.advance(random() * 2_500);
      network.cut();
      clock.advance(random() * 6_000);
      network.heal();
    }
    await until(() => ends.one.outgoing()[0]?.state() === 'received');
    await expectSame(ends.other, still);
    expect(network.sent() + relay.puts() * 256_000).toBeLessThan(2 * still.picture.length + 1e6);
  });

  it('several wait for each other, and all come', async () => {
    const { ends, until } = stand({ bytesPerMs: 2_000 });
    const stills = [stillOf(500_000, 3), stillOf(300_000, 5), stillOf(200_000, 7)];
    for (const still of stills) await ends.one.send(still, OTHER);
    await until(() => isWhole(ends.other, 2));
    for (const [at, still] of stills.entries()) await expectSame(ends.other, still, at);
  });

  it('comes again by itself when the one who had it loads the page again', async () => {
    const { ends, until, reload } = stand({ bytesPerMs: 1_000 });
    const still = stillOf(600_000);
    await ends.one.send(still, OTHER);
    await until(() => ends.one.outgoing()[0]?.state() === 'received');
    reload('other');
    expect(ends.other.incoming()).toEqual([]);
    await until(() => isWhole(ends.other));
    await expectSame(ends.other, still);
  });

  it('is said to be lost when its sender loads the page again half-way', async () => {
    const { ends, until, reload } = stand({ bytesPerMs: 300 });
    await ends.one.send(stillOf(900_000), OTHER);
    await until(() => (ends.other.incoming()[0]?.progress() ?? 0) > 0.4);
    reload('one');
    await until(() => ends.other.incoming()[0]?.state() === 'lost');
    expect(ends.other.incoming()[0]?.preview()).toBeDefined();
  });
});

describe('where the channel is slow, the server’s memory takes part (C5)', () => {
  it('a slow channel: the rest goes sealed, and is forgotten there', async () => {
    const { ends, relay, until } = stand({ bytesPerMs: 30 });
    const still = stillOf(1_500_000);
    await ends.one.send(still, OTHER);
    await until(() => relay.kept.size > 0);
    const plain = Buffer.from(still.picture);
    for (const sealed of relay.kept.values()) {
      expect(plain.includes(Buffer.from(sealed.subarray(0, 64)))).toBe(false);
    }
    const took = await until(() => ends.one.outgoing()[0]?.state() === 'received');
    expect(took).toBeLessThan(20_000);
    await expectSame(ends.other, still);
    expect(relay.kept.size).toBe(0);
  });

  it('a weak connection: right after the preview', async () => {
    const { ends, relay, until, weaken } = stand({ bytesPerMs: 1_000 });
    weaken();
    const still = stillOf(800_000);
    await ends.one.send(still, OTHER);
    await until(() => isWhole(ends.other));
    expect(relay.puts()).toBeGreaterThan(0);
    await expectSame(ends.other, still);
  });

  it('goes on there after a break, without a block twice', async () => {
    const { ends, relay, network, clock, until } = stand({ bytesPerMs: 20 });
    const still = stillOf(1_500_000);
    await ends.one.send(still, OTHER);
    await until(() => relay.puts() >= 2);
    network.cut();
    clock.advance(5_000);
    network.heal();
    await until(() => isWhole(ends.other));
    await expectSame(ends.other, still);
    expect(relay.puts()).toBeLessThanOrEqual(7);
  });

  it('what the server forgot too early is brought again', async () => {
    const { ends, relay, network, until } = stand({ bytesPerMs: 20 });
    const still = stillOf(1_500_000);
    await ends.one.send(still, OTHER);
    await until(() => relay.puts() >= 2);
    network.cut();
    relay.kept.clear();
    network.heal();
    await until(() => isWhole(ends.other));
    await expectSame(ends.other, still);
  });

  it.each(['refused', 'unreachable'] as const)(
    'a server that is %s: slowly by the channel, but it comes',
    async (state) => {
      const { ends, relay, until } = stand({ bytesPerMs: 30 });
      relay.state = state;
      const still = stillOf(700_000);
      await ends.one.send(still, OTHER);
      await until(() => isWhole(ends.other));
      await expectSame(ends.other, still);
    },
  );
});

describe('a hostile sender (SE3)', () => {
  const photoId = '0192f0c0-0000-7000-8000-0000000000ff' as PhotoId;
  const small = stillOf(20_000).preview;
  const large = stillOf(20_000).picture;

  it.each<[string, Partial<Still>]>([
    ['a preview that is none', { preview: noise(40_000, 4) }],
    ['a preview of 900 megapixels', { preview: fakeJpeg(30_000, 30_000, 40_000) }],
    ['a picture that is none', { picture: noise(40_000, 4) }],
    ['a picture of other sides', { picture: fakeJpeg(4000, 3001, 40_000) }],
  ])('%s is never opened, and its sender hears of it', async (_, part) => {
    const { ends, until } = stand({ bytesPerMs: 1_000 });
    await ends.one.send({ ...stillOf(100_000), ...part }, OTHER);
    await until(() => ends.one.outgoing()[0]?.state() === 'refused');
    const [photo] = ends.other.incoming();
    expect([photo?.state(), photo?.picture()]).toEqual(['lost', undefined]);
    expect(photo?.preview()).toEqual(part.preview ? undefined : small);
  });

  /** Offers, and tells again and again of what lies at the server. */
  async function flood(photos: number, times: number) {
    const { ends, network, relay, clock, until } = stand({ bytesPerMs: 1_000 });
    // An honest page would say that it knows none of them.
    ends.other.close();
    const digest = await digestOf(large);
    const get = vi.spyOn(relay, 'get');
    const key = { key: Buffer.alloc(32).toString('base64'), nonce: 'AAAAAAAAAAA=' };
    for (let photo = 0; photo < photos; photo += 1) {
      const about = { photoId: photoId.replace(/..$/, String(10 + photo)) as PhotoId };
      const offer = { type: 'offer', ...about, width: 4000, height: 3000, preview: 0, digest };
      network.say('one', { ...offer, bytes: 700_000 }, OTHER);
      network.say('one', { type: 'key', ...about, ...key }, OTHER);
      for (let time = 0; time < times; time += 1) {
        for (const index of [0, 1, 2, 3, 47]) {
          network.say('one', { type: 'block', ...about, index }, OTHER);
        }
        let turns = 0;
        await until(() => (turns += 1) > 2);
      }
    }
    return { ends, get, elapsed: clock.now() };
  }

  it('makes us ask three times for each block that there is, and no more', async () => {
    const { ends, get } = await flood(1, 50);
    const asked = get.mock.calls.map(([, block]) => block);
    expect(asked.length).toBeLessThanOrEqual(9);
    for (const block of [0, 1, 2]) {
      expect(asked.filter((each) => each === block).length).toBeLessThanOrEqual(3);
    }
    expect(ends.one.incoming()[0]?.state()).toBe('lost');
  });

  it('leaves the session its questions, however many photos it offers', async () => {
    const { get, elapsed } = await flood(60, 5);
    expect(get.mock.calls.length).toBeLessThanOrEqual(60 + (elapsed / 1_000) * 2);
  });
});

describe('bounds (SE3)', () => {
  const offer = {
    type: 'offer',
    photoId: '0192f0c0-0000-7000-8000-0000000000ff',
    width: 10,
    height: 10,
    preview: 0,
    bytes: 16_001,
    digest: 'a'.repeat(64),
  };

  it.each<[string, unknown]>([
    ['nothing', null],
    ['text', 'offer'],
    ['an unknown kind', { ...offer, type: 'steal' }],
    ['one more field', { ...offer, more: 1 }],
    ['too many bytes', { ...offer, bytes: PHOTO.bytes + 1 }],
    ['a preview as large as the picture', { ...offer, preview: 16_001 }],
    ['a huge preview', { ...offer, preview: PHOTO.previewBytes + 1 }],
    ['no id', { ...offer, photoId: '../../etc' }],
    ['a wrong digest', { ...offer, digest: 'zz' }],
    ['NaN', { ...offer, width: Number.NaN }],
  ])('drops an offer: %s', (_, message) => {
    const { ends, network } = stand({ bytesPerMs: 1_000 });
    network.say('one', message, OTHER);
    expect(ends.one.incoming()).toEqual([]);
  });

  it('drops what a stranger offers, and pieces of somebody else', async () => {
    const { ends, network, until } = stand({ bytesPerMs: 1_000 });
    const stranger = 'stranger' as PartyId;
    network.say('one', offer, stranger);
    expect(ends.one.incoming()).toEqual([]);
    network.say('one', offer, OTHER);
    const photoId = offer.photoId as PhotoId;
    network.put('one', writeFrame(photoId, 0, noise(16_000, 1)), stranger);
    network.put('one', writeFrame(photoId, 0, noise(15_999, 1)), OTHER);
    network.put('one', writeFrame(photoId, 2, noise(16_000, 1)), OTHER);
    network.put('one', new Uint8Array(3), OTHER);
    network.put('one', new Uint8Array(40_000), OTHER);
    expect(ends.one.incoming()[0]?.progress()).toBe(0);
    network.put('one', writeFrame(photoId, 0, noise(16_000, 1)), OTHER);
    expect(ends.one.incoming()[0]?.progress()).toBe(0.5);
    // Three times something else than was offered: it is not asked for any more.
    for (let tries = 0; tries < 3; tries += 1) {
      network.put('one', writeFrame(photoId, 0, noise(16_000, 1)), OTHER);
      network.put('one', writeFrame(photoId, 1, noise(1, 1)), OTHER);
      await until(() => ends.one.incoming()[0]?.progress() === 0);
    }
    expect(ends.one.incoming()[0]?.state()).toBe('lost');
  });

  it('holds ten, the oldest goes and stays away', async () => {
    const { ends, network } = stand({ bytesPerMs: 1_000 });
    const ids = Array.from(
      { length: 11 },
      (_, at) => `0192f0c0-0000-7000-8000-${String(at).padStart(12, '0')}`,
    );
    for (const photoId of ids) network.say('one', { ...offer, photoId }, OTHER);
    expect(ends.one.incoming().map((photo) => photo.offer.photoId)).toEqual(ids.slice(1));
    network.say('one', { ...offer, photoId: ids[0] }, OTHER);
    expect(ends.one.incoming()).toHaveLength(10);
  });

  it('refuses to send what is too large for any way', async () => {
    const { ends } = stand({ bytesPerMs: 1_000 });
    await expect(ends.one.send(stillOf(PHOTO.bytes), OTHER)).rejects.toThrow(RangeError);
  });

  it('leaves nothing behind at the end of the call', async () => {
    const { ends, until } = stand({ bytesPerMs: 1_000 });
    await ends.one.send(stillOf(300_000), OTHER);
    await until(() => isWhole(ends.other));
    const picture = ends.other.incoming()[0]?.picture();
    ends.other.close();
    expect(picture?.every((byte) => byte === 0)).toBe(true);
    expect(ends.other.incoming()).toEqual([]);
  });
});
