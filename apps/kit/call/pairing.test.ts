import type { MediaConnection } from 'peerjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Leg } from './leg.ts';
import type { Link } from './link.ts';
import { createFollower, createLeader } from './pairing.ts';
import type { Signalling } from './signalling.ts';

const stream = {} as MediaStream;

interface FakeConnection {
  readonly peer: string;
  readonly metadata: unknown;
  readonly answer: ReturnType<typeof vi.fn>;
  readonly close: ReturnType<typeof vi.fn>;
}
const connection = (peer: string, metadata: unknown) => {
  const fake: FakeConnection = { peer, metadata, answer: vi.fn(), close: vi.fn() };
  return fake as FakeConnection & MediaConnection;
};

/** A link whose legs are set by the test. */
function fakeLink() {
  const legs: { current?: Leg; next?: Leg } = {};
  const leg = (peerId: string, isFlowing: boolean): Leg => ({
    peerId,
    isFlowing,
    remote: undefined,
    replaceVideo: () => undefined,
    close: () => undefined,
  });
  const link: Link = {
    get current() {
      return legs.current;
    },
    get next() {
      return legs.next;
    },
    try(tried) {
      legs.next = leg(tried.peer, false);
    },
    dropNext() {
      delete legs.next;
    },
    replaceVideo: () => undefined,
    close: () => undefined,
  };
  return { link, legs, leg };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the leader', () => {
  function leader(isOpen = true) {
    const made = fakeLink();
    const calls: { peerId: string; metadata: unknown }[] = [];
    const signalling = {
      isOpen: () => isOpen,
      call(peerId: string, _stream: MediaStream, metadata: unknown) {
        calls.push({ peerId, metadata });
        return connection(peerId, metadata);
      },
    } as unknown as Signalling;
    const pairing = createLeader({
      link: made.link,
      signalling: () => signalling,
      stream: () => stream,
    });
    return { ...made, calls, pairing };
  }

  it('calls the waiter of the view once, and leaves a call that flows alone (C3)', () => {
    const { pairing, calls, legs, leg } = leader();
    pairing.tick(undefined);
    expect(calls).toEqual([]);
    pairing.tick('waiter');
    pairing.tick('waiter');
    expect(calls).toEqual([{ peerId: 'waiter', metadata: { generation: 1 } }]);
    delete legs.next;
    legs.current = leg('waiter', true);
    pairing.tick('waiter');
    expect(calls).toHaveLength(1);
  });

  it('calls anew with a higher number when nothing flows, or the waiter is another tab (C3)', () => {
    const { pairing, calls, legs, leg } = leader();
    legs.current = leg('waiter', false);
    pairing.tick('waiter');
    expect(calls.at(-1)).toEqual({ peerId: 'waiter', metadata: { generation: 1 } });
    delete legs.next;
    legs.current = leg('waiter', true);
    pairing.tick('reloaded');
    expect(calls.at(-1)).toEqual({ peerId: 'reloaded', metadata: { generation: 2 } });
  });

  it('gives up a call to a tab that is gone already', () => {
    const { pairing, calls } = leader();
    pairing.tick('waiter');
    pairing.tick('reloaded');
    expect(calls.map(({ peerId }) => peerId)).toEqual(['waiter', 'reloaded']);
  });

  it('waits longer after each failure, and not at all once there is news', () => {
    const { pairing, calls, legs } = leader();
    pairing.tick('waiter');
    delete legs.next;
    pairing.onFailed();
    pairing.tick('waiter');
    expect(calls).toHaveLength(1);
    vi.advanceTimersByTime(250);
    pairing.tick('waiter');
    expect(calls).toHaveLength(2);
    pairing.onUnavailable();
    vi.advanceTimersByTime(250);
    pairing.tick('waiter');
    expect(calls).toHaveLength(2);
    pairing.hurry();
    pairing.tick('waiter');
    expect(calls).toHaveLength(3);
  });

  it('calls nobody while the broker is out of reach', () => {
    const { pairing, calls } = leader(false);
    pairing.tick('waiter');
    expect(calls).toEqual([]);
  });

  it('answers nobody', () => {
    const { pairing } = leader();
    const incoming = connection('waiter', { generation: 1 });
    pairing.onCall(incoming);
    expect(incoming.close).toHaveBeenCalled();
  });
});

describe('the follower', () => {
  function follower() {
    const made = fakeLink();
    const pairing = createFollower({
      link: made.link,
      signalling: () => undefined,
      stream: () => stream,
    });
    const ring = (peer: string, metadata: unknown, clinician: string | undefined) => {
      const incoming = connection(peer, metadata);
      pairing.onCall(incoming);
      pairing.tick(clinician);
      return incoming;
    };
    return { ...made, pairing, ring };
  }

  it('answers the clinician of the view', () => {
    const { ring } = follower();
    expect(ring('clinician', { generation: 1 }, 'clinician').answer).toHaveBeenCalledWith(stream);
  });

  it('never answers another peer; it holds the call a moment for the view to come', () => {
    const { ring, pairing } = follower();
    const early = ring('clinician', { generation: 1 }, undefined);
    expect(early.answer).not.toHaveBeenCalled();
    pairing.tick('clinician');
    expect(early.answer).toHaveBeenCalled();

    const stranger = ring('stranger', { generation: 9 }, 'clinician');
    vi.advanceTimersByTime(5_000);
    pairing.tick('clinician');
    expect(stranger.answer).not.toHaveBeenCalled();
    expect(stranger.close).toHaveBeenCalled();
  });

  it('answers only a newer call than the last, and counts anew for a reloaded clinician', () => {
    const { ring } = follower();
    ring('clinician', { generation: 3 }, 'clinician');
    for (const stale of [{ generation: 3 }, { generation: 2 }, {}, null, { generation: '9' }]) {
      const late = ring('clinician', stale, 'clinician');
      expect(late.answer).not.toHaveBeenCalled();
      expect(late.close).toHaveBeenCalled();
    }
    expect(ring('clinician', { generation: 4 }, 'clinician').answer).toHaveBeenCalled();
    expect(ring('reloaded', { generation: 1 }, 'reloaded').answer).toHaveBeenCalled();
  });
});
