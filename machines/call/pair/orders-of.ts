import { isWithheld, OFF, pictureOf } from './ladder.ts';
import { isCarried } from './legs.ts';
import type { PairSnapshot } from './machine.ts';
import type { PairOrders, Sign } from './orders.ts';

const OVER: PairOrders = {
  attempt: null,
  carrying: null,
  held: null,
  picture: null,
  sound: 'low',
  sign: 'lost',
  isWeakHere: false,
  isPictureWithheld: false,
  isOtherUnheard: false,
  isUnheard: false,
};

function signOf(value: PairSnapshot['value']): Sign {
  switch (value) {
    case 'connected':
      return 'good';
    case 'weak':
      return 'weak';
    case 'connecting':
    case 'healing':
    case 'failed':
    case 'ended':
      return 'lost';
  }
}

/** What the host has to do now, and what the screen shows (C2, C3). Ended: nothing. */
export function ordersOf({ value, context }: PairSnapshot): PairOrders {
  if (value === 'ended') return OVER;
  const { legs, ladder, sense } = context;
  const { attempt, carrying, held } = legs;
  return {
    attempt: attempt === null ? null : { peerId: attempt.peerId, generation: attempt.generation },
    carrying: carrying?.generation ?? null,
    held: held === null ? null : { peerId: held.peerId, generation: held.generation },
    // A leg that is set up while nothing else flows starts small, whatever the last one could.
    picture: pictureOf(ladder, !isCarried(legs)),
    sound: ladder.rung === OFF ? 'low' : 'full',
    sign: signOf(value),
    isWeakHere: sense.isWeakHere,
    isPictureWithheld: isWithheld(ladder),
    isOtherUnheard: sense.isOtherUnheard,
    isUnheard: sense.told?.isUnheard ?? false,
  };
}
