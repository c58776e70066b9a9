import { describe, expect, it } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { PATIENCE, callMachine, nextDeadline } from './index.ts';
import type { CallEvent, CallSnapshot } from './index.ts';

const start = (): CallSnapshot => initialTransition(callMachine)[0];
const after = (...events: CallEvent[]): CallSnapshot =>
  events.reduce((snapshot, event) => transition(callMachine, snapshot, event)[0], start());

const ready: CallEvent = { type: 'MEDIA_READY', at: 1 };
const peer: CallEvent = { type: 'PEER_CHANGED', at: 2, isPresent: true };
const flows: CallEvent = { type: 'STREAM_FLOWS', at: 3 };
const stopped: CallEvent = { type: 'FLOW_STOPPED', at: 4 };

describe('a call', () => {
  it('leads from the camera to the other side’s picture', () => {
    expect(start().value).toBe('acquiring');
    expect(after(ready).value).toBe('connecting');
    expect(after(ready, peer, flows).value).toBe('connected');
  });

  it('says why there is no camera, and asks again on request', () => {
    const denied = after({ type: 'MEDIA_DENIED', at: 1, reason: 'permission' });
    expect(denied.value).toBe('denied');
    expect(denied.context.denied).toBe('permission');
    const again = transition(callMachine, denied, { type: 'RETRY', at: 2 })[0];
    expect(again.value).toBe('acquiring');
    expect(again.context.denied).toBeNull();
  });

  it('has no deadline while the other side is not there (MA2)', () => {
    expect(nextDeadline(after(ready))).toBeNull();
    expect(nextDeadline(after(ready, peer))).toBe(2 + PATIENCE.connecting);
    expect(nextDeadline(after(peer, { ...ready, at: 9 }))).toBe(9 + PATIENCE.connecting);
    expect(nextDeadline(after(ready, peer, { ...peer, isPresent: false }))).toBeNull();
  });

  it('fails at the deadline and not before (MA2)', () => {
    const at = 2 + PATIENCE.connecting;
    expect(after(ready, peer, { type: 'DEADLINE', at: at - 1 }).value).toBe('connecting');
    expect(after(ready, peer, { type: 'DEADLINE', at }).value).toBe('failed');
  });

  it('recovers when the stream stops and flows again (C3)', () => {
    const lost = after(ready, peer, flows, stopped);
    expect(lost.value).toBe('recovering');
    expect(nextDeadline(lost)).toBe(4 + PATIENCE.recovering);
    const back = transition(callMachine, lost, { type: 'STREAM_FLOWS', at: 5 })[0];
    expect(back.value).toBe('connected');
    expect(nextDeadline(back)).toBeNull();
  });

  it('comes back from failed by itself, or by trying again', () => {
    const late: CallEvent = { type: 'DEADLINE', at: 4 + PATIENCE.recovering };
    const failed = after(ready, peer, flows, stopped, late);
    expect(failed.value).toBe('failed');
    expect(transition(callMachine, failed, { type: 'STREAM_FLOWS', at: 9 })[0].value).toBe(
      'connected',
    );
    const again = transition(callMachine, failed, { type: 'RETRY', at: 99_999 })[0];
    expect(again.value).toBe('connecting');
    expect(nextDeadline(again)).toBe(99_999 + PATIENCE.connecting);
  });

  it('waits without a deadline for a side that went away, and hurries when it is back (MA2)', () => {
    const gone: CallEvent = { type: 'PEER_CHANGED', at: 5, isPresent: false };
    const back: CallEvent = { type: 'PEER_CHANGED', at: 90_000, isPresent: true };
    for (const events of [
      [gone, stopped],
      [stopped, gone],
    ]) {
      const lost = after(ready, peer, flows, ...events);
      expect(lost.value).toBe('recovering');
      expect(nextDeadline(lost)).toBeNull();
      const returned = transition(callMachine, lost, back)[0];
      expect(nextDeadline(returned)).toBe(90_000 + PATIENCE.recovering);
    }
  });

  it('does not mind that the broker forgets the other side while the picture flows (C3)', () => {
    const call = after(ready, peer, flows, { type: 'PEER_CHANGED', at: 5, isPresent: false });
    expect(call.value).toBe('connected');
    expect(nextDeadline(call)).toBeNull();
  });

  it('ends from everywhere and stays ended (MA4)', () => {
    const ended: CallEvent = { type: 'ENDED', at: 9 };
    for (const events of [[], [ready], [ready, peer, flows], [ready, peer, flows, stopped]]) {
      const over = after(...events, ended);
      expect(over.value).toBe('ended');
      expect(nextDeadline(over)).toBeNull();
      expect(transition(callMachine, over, flows)[0].value).toBe('ended');
    }
  });
});
