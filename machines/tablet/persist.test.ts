import { describe, expect, it } from 'vitest';
import { persistTablet, restoreTablet } from './persist.ts';
import { run, signIn, tabletAt as at, view, withoutCprAt } from './example.ts';

describe('what outlives a reload', () => {
  it.each(['citizen', 'clinic', 'check', 'reason', 'sending', 'waiting', 'call', 'done'] as const)(
    'T7: comes back to %s with what was typed',
    (step) => {
      const snapshot = at(step);
      const restored = restoreTablet(JSON.parse(JSON.stringify(persistTablet(snapshot))));
      expect(restored?.value).toEqual(snapshot.value);
      expect(restored?.context).toEqual({ ...snapshot.context, clinicMode: null });
    },
  );

  it.each([
    ['the way without CPR', withoutCprAt('withoutCpr')],
    ['a clinic chosen on it', withoutCprAt('clinic')],
    ['the profile', run([signIn({ hasProfile: false })])],
    ['a countdown of the citizen', run([{ type: 'DEADLINE', at: 90_000 }], at('reason'))],
    ['a countdown of the staff', run([{ type: 'DEADLINE', at: 270_000 }], at('citizen'))],
    ['leaving', run([{ type: 'LEAVE', at: 0 }], at('sending'))],
    ...(['rejected', 'cancelled', 'expired'] as const).map(
      (end) => [end, run([view(end)], at('waiting'))] as const,
    ),
  ] as const)('T7: comes back to %s', (_, snapshot) => {
    const restored = restoreTablet(JSON.parse(JSON.stringify(persistTablet(snapshot))));
    expect(restored?.value).toEqual(snapshot.value);
    expect(restored?.context).toEqual({ ...snapshot.context, clinicMode: null });
  });

  it('keeps nothing when signed out, and takes nothing that it did not write', () => {
    expect(persistTablet(run([]))).toBeNull();
    const { context } = at('citizen');
    for (const wrong of [
      undefined,
      null,
      {},
      { v: 2, value: { desk: 'citizen' }, context },
      { v: 1, value: 'signedOut', context },
      { v: 1, value: { desk: 'sending' }, context },
      { v: 1, value: { desk: 'citizen' }, context: {} },
    ])
      expect(restoreTablet(wrong)).toBeUndefined();
  });
});
