import { describe, expect, it } from 'vitest';
import { check } from './check.ts';
import { byHand, JOIN, on, OPEN } from './hand.ts';
import type { History } from './history.ts';

/** The verdict of the search, and what it says. */
function judged(history: History) {
  const { searched, invariants, isExplained } = check(history);
  const [clinic] = searched;
  return {
    verdict: clinic?.verdict,
    isExplained,
    invariants,
    said: (clinic?.report ?? []).join('\n'),
  };
}

/** An open clinic with two clinicians and two who wait. */
function begun() {
  const hand = byHand();
  const anne = hand.clinician('Anne');
  const henrik = hand.clinician('Henrik');
  const mette = hand.caregiver('Mette');
  const jonas = hand.caregiver('Jonas');
  hand.does(anne, OPEN);
  const first = hand.does(mette, JOIN);
  const second = hand.does(jonas, JOIN);
  hand.sees(anne);
  return { hand, anne, henrik, mette, jonas, first, second };
}

describe('histories that have an order', () => {
  it('one after the other', () => {
    const { hand, anne, mette, first } = begun();
    hand.does(anne, on('claim', first));
    hand.sees(anne);
    hand.does(anne, on('enterCall', first));
    hand.does(mette, on('enterCall', first));
    hand.does(anne, on('endCall', first));
    hand.sees(anne);
    expect(judged(hand.history())).toMatchObject({ verdict: 'explained', isExplained: true });
  });

  it('two clicks at once: whoever is told first need not have been first', () => {
    const { hand, anne, henrik, first } = begun();
    const a = hand.asks(anne, on('claim', first));
    const b = hand.asks(henrik, on('claim', first));
    hand.told(b, 'alreadyClaimed', 'Anne');
    hand.told(a);
    expect(judged(hand.history()).verdict).toBe('explained');
  });

  it('CM4: several of one session under way at once', () => {
    const { hand, anne, first } = begun();
    const a = hand.asks(anne, on('claim', first));
    const b = hand.asks(anne, on('release', first));
    hand.told(b);
    hand.told(a);
    expect(judged(hand.history()).verdict).toBe('explained');
  });

  it.each([
    ['took effect', 'alreadyClaimed' as const, 'Anne'],
    ['did not', undefined, undefined],
  ])('an answer that never came, where the command %s', (_what, code, holder) => {
    const { hand, anne, henrik, first } = begun();
    hand.asks(anne, on('claim', first));
    hand.told(hand.asks(henrik, on('claim', first)), code, holder);
    expect(judged(hand.history()).verdict).toBe('explained');
  });

  it('a board that lags behind what others were told', () => {
    const { hand, anne, henrik, first, second } = begun();
    const before = hand.board();
    hand.does(henrik, on('claim', first));
    const between = hand.board();
    hand.does(henrik, on('release', first));
    hand.does(henrik, on('claim', second));
    hand.sees(anne, before);
    hand.sees(anne, between);
    hand.sees(anne);
    expect(judged(hand.history()).verdict).toBe('explained');
  });

  it('what was refused because it could not be stored had no effect (CM2)', () => {
    const { hand, anne, henrik, first } = begun();
    hand.told(hand.asks(anne, on('claim', first)), 'notStored');
    hand.does(henrik, on('claim', first));
    expect(judged(hand.history()).verdict).toBe('explained');
  });
});

describe('histories that have none', () => {
  it('MA4: two holders', () => {
    const { hand, anne, henrik, first } = begun();
    const a = hand.asks(anne, on('claim', first));
    const b = hand.asks(henrik, on('claim', first));
    hand.told(a);
    hand.told(b);
    const { verdict, said } = judged(hand.history());
    expect(verdict).toBe('none');
    expect(said).toContain('Henrik is told: claim Mette 1 – accepted');
    expect(said).toContain('claim Mette 1 was accepted; here it is refused alreadyClaimed');
  });

  it('CM3: an accepted command that is lost', () => {
    const { hand, anne, henrik, first } = begun();
    hand.told(hand.asks(anne, on('claim', first)));
    hand.told(hand.asks(anne, on('enterCall', first)), 'notCalled');
    expect(judged(hand.history())).toMatchObject({ verdict: 'none' });
    expect(judged(hand.history()).said).toContain('Anne: enterCall Mette 1 was refused');
    hand.does(henrik, on('claim', first));
    expect(judged(hand.history()).said).toContain('is told: enterCall Mette 1 – refused');
  });

  it('a refusal from a state that is gone', () => {
    const { hand, anne, henrik, first } = begun();
    hand.does(anne, on('claim', first));
    hand.does(anne, on('release', first));
    hand.told(hand.asks(henrik, on('claim', first)), 'alreadyClaimed', 'Anne');
    const { verdict, said } = judged(hand.history());
    expect(verdict).toBe('none');
    expect(said).toContain('Henrik: claim Mette 1 was refused alreadyClaimed (Anne has it)');
  });

  it('CM3: an answer before its effect is on the same device’s board', () => {
    const { hand, anne, first } = begun();
    const before = hand.board();
    hand.told(hand.asks(anne, on('claim', first)));
    hand.sees(anne, { ...before, head: { ...before.head } });
    const { verdict, said } = judged(hand.history());
    expect(verdict).toBe('none');
    expect(said).toContain('Anne’s board shows that Mette 1 is waiting, place 1');
  });

  it('a place that jumped', () => {
    const { hand, anne, henrik } = begun();
    hand.does(henrik, {
      type: 'tellWaiters',
      clinicId: hand.clinic().context.clinicId,
      consultationId: null,
      late: 10,
      text: 'Et øjeblik',
    });
    const { head, rows } = hand.board();
    hand.sees(anne, {
      head,
      rows: rows.map((row) => ({ ...row, position: row.position === 1 ? 2 : 1 })),
    });
    const { verdict, said } = judged(hand.history());
    expect(verdict).toBe('none');
    expect(said).toContain('Mette 1 is waiting, place 2');
  });

  it('a page that goes back', () => {
    const { hand, anne, henrik, first } = begun();
    const before = hand.board();
    hand.does(henrik, on('claim', first));
    hand.sees(anne);
    hand.sees(anne, before);
    expect(judged(hand.history()).verdict).toBe('none');
  });

  it('a page that knows what nobody asked for yet', () => {
    const { hand, anne, henrik, first } = begun();
    const { head, rows } = hand.board();
    hand.sees(anne, {
      head,
      rows: rows.map((row) =>
        row.position === 1
          ? {
              ...row,
              state: 'called',
              position: null,
              holder: { personId: 'hus.henrik', name: 'Henrik' },
            }
          : { ...row, position: 1 },
      ),
    });
    hand.does(henrik, on('claim', first));
    expect(judged(hand.history()).verdict).toBe('none');
  });

  it('CM2: a command that took effect twice', () => {
    const { hand, anne, mette, first } = begun();
    const before = hand.board();
    hand.does(mette, on('leaveQueue', first));
    hand.sees(anne);
    hand.sees(anne, before);
    expect(judged(hand.history()).said).toContain('Mette 1');
  });

  it('CM2: what was not stored takes effect', () => {
    const { hand, anne, henrik, first } = begun();
    hand.told(hand.asks(anne, on('claim', first)), 'notStored');
    hand.told(hand.asks(henrik, on('claim', first)), 'alreadyClaimed', 'Anne');
    expect(judged(hand.history()).said).toContain('here it is accepted');
  });

  it('CM4: one session’s commands in another order', () => {
    const { hand, anne, first } = begun();
    const a = hand.asks(anne, on('claim', first));
    const b = hand.asks(anne, on('release', first));
    hand.told(b, 'notCalled');
    hand.told(a);
    expect(judged(hand.history()).verdict).toBe('none');
  });

  it('says the shortest beginning: what comes after it is not in the report', () => {
    const { hand, anne, henrik, jonas, first, second } = begun();
    hand.told(hand.asks(anne, on('claim', first)));
    hand.told(hand.asks(henrik, on('claim', first)));
    const bad = hand.history().length;
    hand.does(jonas, on('leaveQueue', second));
    const { said } = judged(hand.history());
    expect(said).toContain(`(line ${bad})`);
    expect(said).not.toContain('leaveQueue');
  });
});

describe('what one sight alone shows', () => {
  it('MA4: places with a gap, and one clinician with two', () => {
    const { hand, anne } = begun();
    const { head, rows } = hand.board();
    hand.sees(anne, {
      head,
      rows: rows.map((row) => ({ ...row, position: (row.position ?? 0) + 1 })),
    });
    const holder = { personId: 'hus.anne', name: 'Anne' };
    hand.sees(anne, {
      head,
      rows: rows.map((row) => ({ ...row, state: 'called' as const, position: null, holder })),
    });
    const { invariants } = judged(hand.history());
    expect(invariants[0]).toContain('the places are 2, 3');
    expect(invariants[1]).toContain('one clinician holds Mette 1 and Jonas 1');
  });

  it('CM2: a second telling that differs', () => {
    const { hand, anne, first } = begun();
    const id = hand.does(anne, on('claim', first));
    hand.told(id, 'alreadyClaimed', 'Anne');
    expect(judged(hand.history()).invariants[0]).toContain('before it was accepted');
  });
});
