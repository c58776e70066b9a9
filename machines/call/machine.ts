import { assertEvent, assign, setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import type { Instant } from '../protocol/index.ts';
import type { CallEvent, DeniedReason } from './events.ts';

/** How long a state may last before it is called failed, in milliseconds. */
export const PATIENCE = {
  /** From the moment that the other side is there until its picture is. */
  connecting: 20_000,
  /** A call that stopped: a network switch or 20 seconds without network must fit in (C3). */
  recovering: 45_000,
} as const;

export interface CallContext {
  /** When `DEADLINE` is due; null when this state may last (MA2). The host keeps the timer. */
  readonly deadline: Instant | null;
  readonly denied: DeniedReason | null;
  /** Whether the other side's address at the broker is known. */
  readonly isPeerPresent: boolean;
}

/**
 * One tab's call, from the camera's permission to the end.
 *
 * `failed` is what the person is told, not the end of trying: the stream that flows after all leads
 * to `connected`, and so does `RETRY`. Only the consultation's end ends the call.
 */
export const callMachine = setup({
  types: {
    context: {} as CallContext,
    events: {} as CallEvent,
  },
  guards: {
    isDue: ({ context, event }) => context.deadline !== null && event.at >= context.deadline,
    isPeerPresent: ({ context }) => context.isPeerPresent,
    peerIsPresent: ({ event }) => {
      assertEvent(event, 'PEER_CHANGED');
      return event.isPresent;
    },
  },
  actions: {
    rest: assign({ deadline: null }),
    hurry: assign({ deadline: ({ event }) => event.at + PATIENCE.connecting }),
    recover: assign({ deadline: ({ event }) => event.at + PATIENCE.recovering }),
    notePeer: assign({
      isPeerPresent: ({ event }) => {
        assertEvent(event, 'PEER_CHANGED');
        return event.isPresent;
      },
    }),
    noteDenied: assign({
      denied: ({ event }) => {
        assertEvent(event, 'MEDIA_DENIED');
        return event.reason;
      },
    }),
  },
}).createMachine({
  id: 'call',
  initial: 'acquiring',
  context: { deadline: null, denied: null, isPeerPresent: false },
  on: {
    ENDED: { target: '.ended', actions: 'rest' },
    PEER_CHANGED: { actions: 'notePeer' },
  },
  states: {
    /** Asks for camera and microphone; a permission question may stay open as long as it likes. */
    acquiring: {
      on: {
        MEDIA_READY: [
          { guard: 'isPeerPresent', target: 'connecting', actions: 'hurry' },
          { target: 'connecting' },
        ],
        MEDIA_DENIED: { target: 'denied', actions: 'noteDenied' },
      },
    },
    denied: {
      on: { RETRY: { target: 'acquiring', actions: assign({ denied: null }) } },
    },
    /** Without the other side there is no hurry: the consultation's own deadline watches that. */
    connecting: {
      on: {
        PEER_CHANGED: [
          { guard: 'peerIsPresent', actions: ['notePeer', 'hurry'] },
          { actions: ['notePeer', 'rest'] },
        ],
        STREAM_FLOWS: { target: 'connected', actions: 'rest' },
        DEADLINE: { guard: 'isDue', target: 'failed', actions: 'rest' },
      },
    },
    connected: {
      on: {
        FLOW_STOPPED: [
          { guard: 'isPeerPresent', target: 'recovering', actions: 'recover' },
          { target: 'recovering' },
        ],
      },
    },
    /** The other side that closed its page is waited for like one that has not come yet. */
    recovering: {
      on: {
        PEER_CHANGED: [
          { guard: 'peerIsPresent', actions: ['notePeer', 'recover'] },
          { actions: ['notePeer', 'rest'] },
        ],
        STREAM_FLOWS: { target: 'connected', actions: 'rest' },
        DEADLINE: { guard: 'isDue', target: 'failed', actions: 'rest' },
      },
    },
    failed: {
      on: {
        STREAM_FLOWS: 'connected',
        RETRY: [
          { guard: 'isPeerPresent', target: 'connecting', actions: 'hurry' },
          { target: 'connecting' },
        ],
      },
    },
    ended: { type: 'final' },
  },
});

export type CallSnapshot = SnapshotFrom<typeof callMachine>;
export type CallState = CallSnapshot['value'];

/** When the host has to say `DEADLINE` next; null: not at all (MA2). */
export const nextDeadline = (snapshot: CallSnapshot): Instant | null => snapshot.context.deadline;
