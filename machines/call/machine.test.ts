import { describe, expect, it } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { PATIENCE, callMachine, nextDeadline } from './index.ts';
import type { CallEvent, CallSnapshot } from './index.ts';

const start = (): CallSnapshot => initialTransition(callMachine)[0];
const after = (...events: CallEvent[]): CallSnapshot =>
  events.reduce((snapshot, event) => transition(callMachine, snapshot, event)[0], start());

const ready: CallEvent = { type: 'MEDIA_READY', at: 1 };
const peer: CallEvent = { type: 'PEER_CHANGED', at: 2, isPresent: true };
const gone: CallEvent = { type: 'PEER_CHANGED', at: 5, isPresent: false };
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
    const late = after(peer, { ...ready, at: 9 });
    expect(late.value).toBe('connecting');
    expect(nextDeadline(late)).toBe(9 + PATIENCE.connecting);
    expect(nextDeadline(after(ready, peer, { ...peer, isPresent: false }))).toBeNull();
  });

  it('fails at the deadline and not before (MA2)', () => {
    const at = 2 + PATIENCE.connecting;
    expect(after(ready, peer, { type: 'DEADLINE', at: at - 1 }).value).toBe('connecting');
    const failed = after(ready, peer, { type: 'DEADLINE', at });
    expect(failed.value).toBe('failed');
    expect(nextDeadline(failed)).toBeNull();
    const lost = 4 + PATIENCE.recovering;
    const recovering = after(ready, peer, flows, stopped, { type: 'DEADLINE', at: lost - 1 });
    expect(recovering.value).toBe('recovering');
  });

  it('does not fail while the other side is not there, however late it gets (MA2)', () => {
    const late: CallEvent = { type: 'DEADLINE', at: 9_999_999 };
    expect(after(ready, late).value).toBe('connecting');
    expect(after(ready, peer, gone, late).value).toBe('connecting');
    expect(after(ready, peer, flows, gone, stopped, late).value).toBe('recovering');
  });

  it('knows at the next loss whether the other side is there, whenever it heard of it (MA2)', () => {
    const lostAgain = (...events: CallEvent[]) =>
      nextDeadline(after(ready, peer, ...events, flows, { ...stopped, at: 50 }));
    expect(lostAgain(gone)).toBeNull();
    expect(lostAgain(flows, stopped, gone)).toBeNull();
    expect(lostAgain(flows, gone, stopped, { ...peer, at: 40 })).toBe(50 + PATIENCE.recovering);
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
    expect(nextDeadline(failed)).toBeNull();
    expect(transition(callMachine, failed, { type: 'STREAM_FLOWS', at: 9 })[0].value).toBe(
      'connected',
    );
    const again = transition(callMachine, failed, { type: 'RETRY', at: 99_999 })[0];
    expect(again.value).toBe('connecting');
    expect(nextDeadline(again)).toBe(99_999 + PATIENCE.connecting);
    const alone = after(ready, peer, flows, stopped, late, gone, { type: 'RETRY', at: 99_999 });
    expect(alone.value).toBe('connecting');
    expect(nextDeadline(alone)).toBeNull();
  });

  it('waits without a deadline for a side that went away, and hurries when it is back (MA2)', () => {
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
    const call = after(ready, peer, flows, gone);
    expect(call.value).toBe('connected');
    expect(nextDeadline(call)).toBeNull();
  });

  it('ends from everywhere and stays ended (MA4)', () => {
    const ended: CallEvent = { type: 'ENDED', at: 9 };
    for (const events of [[], [ready], [ready, peer, flows], [ready, peer, flows, stopped]]) {
      const over = after(...events, ended);
      expect(over).toMatchObject({ value: 'ended', status: 'done' });
      expect(nextDeadline(over)).toBeNull();
      expect(transition(callMachine, over, flows)[0].value).toBe('ended');
    }
  });
});
