import { ACCEPTED, newCommandId, refused } from '@naervaer/machines/protocol';
import { expect, it } from 'vitest';
import { byHand, CLINIC, JOIN, on, OPEN } from './hand.ts';
import { clinicsOf } from './objects.ts';
import { explainByJournal } from './witness.ts';
import { createWords } from './words.ts';

type Hand = ReturnType<typeof byHand>;

const wrongWith = (hand: Hand): string[] =>
  clinicsOf(hand.history()).flatMap((clinic) =>
    explainByJournal(clinic, hand.journal, createWords(hand.history())),
  );

function begun() {
  const hand = byHand();
  const anne = hand.clinician('Anne');
  const henrik = hand.clinician('Henrik');
  const mette = hand.caregiver('Mette');
  hand.does(anne, OPEN);
  const first = hand.does(mette, JOIN);
  hand.sees(anne);
  return { hand, anne, henrik, mette, first };
}

it('a journal that explains everything: refusals, repeated entries and late sights too', () => {
  const { hand, anne, henrik, first } = begun();
  const a = hand.asks(anne, on('claim', first));
  const b = hand.asks(henrik, on('claim', first));
  hand.happens(b);
  hand.happens(a);
  hand.told(a, 'alreadyClaimed', 'Henrik');
  hand.sees(anne);
  hand.told(b);
  hand.does(henrik, on('enterCall', first));
  hand.does(henrik, on('enterCall', first));
  hand.sees(anne);
  expect(wrongWith(hand)).toEqual([]);
});

it('CM3: told and not stored', () => {
  const { hand, anne, first } = begun();
  hand.told(hand.asks(anne, on('claim', first)));
  expect(wrongWith(hand)).toEqual([
    'Anne was told "accepted" for claim Mette 1, and the journal knows nothing of it',
    expect.stringContaining('has no place'),
  ]);
});

it('CM2: stored as something else than was told', () => {
  const { hand, anne, first } = begun();
  const id = hand.does(anne, on('claim', first));
  hand.journal.outcomes.set(id, { outcome: refused('notCalled'), at: 99 });
  expect(wrongWith(hand)[0]).toContain('the journal says "refused notCalled"');
});

it('CM2: an effect that nobody asked for, or asked for once', () => {
  const { hand, mette, first } = begun();
  hand.does(mette, on('leaveQueue', first));
  const [, join] = hand.journal.events;
  if (join?.type !== 'JOIN') throw new Error('the second event is the join');
  hand.journal.events.push({ ...join, at: 90, consultationId: newCommandId() as never });
  expect(wrongWith(hand)).toEqual([
    'event 4 (JOIN) is none that anybody asked for and was told of',
  ]);
});

it('MA4: an event that the machine refuses there', () => {
  const { hand, anne, henrik, first } = begun();
  hand.does(anne, on('claim', first));
  const claim = hand.journal.events.at(-1);
  if (claim?.type !== 'CLAIM') throw new Error('the last event is the claim');
  const id = hand.asks(henrik, on('claim', first));
  hand.told(id);
  const by = { personId: henrik.sender.personId, name: 'Henrik' };
  hand.journal.events.push({ ...claim, at: 90, by });
  hand.journal.outcomes.set(id, { outcome: ACCEPTED, at: 90 });
  expect(wrongWith(hand)[0]).toBe('event 4 (CLAIM) is one that is refused: alreadyClaimed');
});

it('an order that is not that of the asking and telling', () => {
  const { hand, anne, henrik } = begun();
  const late = {
    type: 'tellWaiters',
    clinicId: CLINIC.id,
    consultationId: null,
    late: 10,
  } as const;
  const one = hand.asks(anne, { ...late, text: 'en' });
  hand.told(one);
  const two = hand.asks(henrik, { ...late, text: 'to' });
  hand.happens(two);
  hand.happens(one);
  hand.told(two);
  expect(wrongWith(hand)).toEqual([
    'Henrik: tell all "to" is event 3, but came after what is event 4',
  ]);
});

it('CM3: a sight that lags behind its own session’s answer, and one with another time', () => {
  const { hand, anne, first } = begun();
  const before = hand.board();
  hand.does(anne, on('claim', first));
  hand.sees(anne, before);
  const { head, rows } = hand.board();
  hand.sees(anne, { head, rows: rows.map((row) => ({ ...row, calledAt: 77 })) });
  const wrong = wrongWith(hand);
  expect(wrong[0]).toContain(
    'Anne saw what no event from 3 to 3 has made: the board shows that Mette 1 is waiting',
  );
  expect(wrong[1]).toContain('the board shows other times');
});
