import { checkQuietly } from '@naervaer/kit/check';
import { createEffect, createMemo, on, onCleanup } from 'solid-js';
import type { Desk } from './desk.ts';
import { summon } from './summon.ts';
import { words } from './texts.ts';

/** At most one `ACTIVITY` a second; the deadlines are minutes. */
const ACTIVITY_MS = 1000;

/** Everything that reaches the course from outside of a screen: the server, the hands, the device. */
export function attend({ course, session, ...desk }: Desk): void {
  const { step, context, tell } = course;

  const mode = createMemo(() =>
    desk.isOnline() && context().clinic !== null ? (desk.lobby()?.mode ?? null) : null,
  );
  const clinicId = createMemo(() => context().clinic?.clinicId);
  const isAtDesk = createMemo(() => course.snapshot().matches('desk'));
  createEffect(
    on([mode, clinicId, isAtDesk], () => {
      if (isAtDesk() && context().clinicMode !== mode())
        tell({ type: 'LOBBY_CHANGED', mode: mode() });
    }),
  );

  const state = createMemo(() => desk.consultation()?.state);
  createEffect(
    on([state, step], () => {
      const now = state();
      if (now) tell({ type: 'VIEW_CHANGED', state: now });
    }),
  );

  // One effect, so that of two answers that come together the join's is told first: a refused leave
  // alone would put people back into a queue in which they never were.
  createEffect(() => {
    const [joined, left] = [desk.joinOutcome(), desk.leaveOutcome()];
    if (joined && (step() === 'sending' || step() === 'leaving'))
      tell({ type: 'OUTCOME', of: 'join', outcome: joined });
    if (left && step() === 'leaving') tell({ type: 'OUTCOME', of: 'leave', outcome: left });
  });
  // Reloaded while leaving: whether it was sent is not known, and saying it twice does no harm.
  if (step() === 'leaving') void desk.leave();
  createEffect(
    on(step, (now) => {
      if (now === 'sending') void desk.join();
    }),
  );

  createEffect(
    on(
      step,
      (now, before) => {
        if (now === 'call' && before !== undefined) void summon(words().call.ready);
        if (now === 'clinic' && context().isDeviceKnown)
          void checkQuietly('tablet', (check) => tell({ type: 'CHECKED', check }));
        if (now === 'signedOut' || now === 'signingOut') desk.lock.tell('SIGNED_OUT');
        if (now === 'signingOut')
          void session
            // The page goes away by itself; only when it cannot, it says so here.
            .signOut()
            .catch(() => tell({ type: 'SIGNED_OUT' }));
      },
      { defer: false },
    ),
  );
  createEffect(() => {
    if (session.line().kind === 'signedOut' && step() !== 'signingOut' && !desk.colleague.isGone())
      tell({ type: 'SIGNED_OUT' });
  });

  let last = 0;
  const touch = ({ target }: Event) => {
    // Whoever is not the one who is counted down does not keep them here.
    if (target instanceof Element && target.closest('[data-not-you]') !== null) return;
    const now = Date.now();
    if (now - last < ACTIVITY_MS && context().countdown === null) return;
    last = now;
    tell({ type: 'ACTIVITY' });
  };
  for (const name of ['pointerdown', 'keydown'] as const) {
    document.addEventListener(name, touch, { capture: true, passive: true });
    onCleanup(() => document.removeEventListener(name, touch, { capture: true }));
  }
}
