import { expect, it } from 'vitest';
import { createAsks } from './asks.ts';
import { fakeNetwork, handClock, ONE, OTHER } from './testing/fake-network.ts';

function stand() {
  const clock = handClock();
  const network = fakeNetwork({ clock, bytesPerMs: 1_000 });
  const side = (of: 'one' | 'other') =>
    createAsks({
      channel: network.channel(of),
      isParty: (partyId) => partyId === ONE || partyId === OTHER,
      mayAsk: (partyId) => of === 'other' && partyId === ONE,
      onChange: () => undefined,
    });
  return { clock, network, doctor: side('one'), nurse: side('other') };
}

it('the doctor asks, the nurse says no, and the doctor hears of it', () => {
  const { clock, doctor, nurse } = stand();
  doctor.ask(OTHER);
  clock.advance(100);
  expect(nurse.askedBy()).toBe(ONE);
  nurse.answer(true);
  clock.advance(100);
  expect([doctor.asked(), doctor.declinedBy(), nurse.askedBy()]).toEqual([null, OTHER, null]);
});

it('a wish outlives a break, and is asked once', () => {
  const { clock, network, doctor, nurse } = stand();
  network.cut();
  doctor.ask(OTHER);
  network.heal();
  clock.advance(100);
  expect(nurse.askedBy()).toBe(ONE);
  nurse.answer(false);
  network.cut();
  network.heal();
  clock.advance(100);
  expect(nurse.askedBy()).toBeNull();
  expect(doctor.asked()).toBe(OTHER);
  doctor.came(OTHER);
  expect(doctor.asked()).toBeNull();
});

it('a wish that is taken back is gone', () => {
  const { clock, doctor, nurse } = stand();
  doctor.ask(OTHER);
  clock.advance(100);
  doctor.withdraw();
  clock.advance(100);
  expect(nurse.askedBy()).toBeNull();
});

it('a no that was lost on the way is said again', () => {
  const { clock, network, doctor, nurse } = stand();
  doctor.ask(OTHER);
  clock.advance(100);
  network.cut();
  nurse.answer(true);
  network.heal();
  clock.advance(100);
  expect(doctor.declinedBy()).toBe(OTHER);
});

it('only whoever looks at photos can ask for one (SE3)', () => {
  const { clock, network, doctor, nurse } = stand();
  nurse.ask(ONE);
  clock.advance(100);
  expect(doctor.askedBy()).toBeNull();
  network.say('other', { type: 'ask', n: 1 }, OTHER);
  expect(nurse.askedBy()).toBeNull();
});
