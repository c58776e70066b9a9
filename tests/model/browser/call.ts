import { PAIR_PATIENCE } from '@naervaer/machines/call';
import type { PairSnapshot, pairMachine } from '@naervaer/machines/call';
import { until } from '../../support/until.ts';
import type { EventTypeOf, Level, LevelOptions, Step } from '../level.ts';
import { callWalk } from '../walks/call.ts';
import { callUnreachable } from './call-unreachable.ts';
import { callBrowserWalk } from './call-walk.ts';
import {
  beginCall,
  byItself,
  expectEnded,
  hangUp,
  notOffered,
  openCall,
  says,
  taken,
  tryAgain,
} from './call-world.ts';
import type { CallWorld } from './call-world.ts';
import { PATIENCE } from './patience.ts';
import { alsoRefusing } from './refusals.ts';
import { expectCalm, watched, worldsOf } from './stage.ts';

type Machine = typeof pairMachine;
type StepOf<T extends EventTypeOf<Machine>> = Step<Machine, T>;

/** Enough of a hundred that both sides call it bad, and not so much that the sound stops. */
const BAD = 20;

const events: Level<Machine, CallWorld>['events'] = {
  READY_CHANGED: taken(async ({ doctor }) => doctor.allowCamera()),
  PEER_CHANGED: taken<StepOf<'PEER_CHANGED'>>(({ setPeer }, { event }) =>
    setPeer(event.peerId !== null),
  ),
  REACH_CHANGED: byItself,
  CALL_CAME: byItself,
  LEG_FLOWS: taken(({ lose }) => lose(0)),
  LEG_STOPPED: taken(({ lose }) => lose(100)),
  LEG_DIED: byItself,
  MEASURED: byItself,
  TOLD: taken<StepOf<'TOLD'>>(({ lose }, { event }) => lose(event.told.isWeak ? BAD : 0)),
  BUDGET_CHANGED: byItself,
  WOKE: taken(({ doctor }) => doctor.page.evaluate(`dispatchEvent(new Event('online'))`)),
  CREDENTIALS: byItself,
  RETRY: taken((world) => tryAgain(world).click()),
  DEADLINE: taken<StepOf<'DEADLINE'>>(async ({ doctor }, { before }) => {
    const lasts = before.value === 'healing' ? PAIR_PATIENCE.healing : PAIR_PATIENCE.connecting;
    await doctor.page.clock.fastForward(lasts);
  }),
  ENDED: taken(hangUp),
};

const ASKING = 'Åbner kamera og mikrofon. Sig ja, hvis der bliver spurgt om lov.';
const AWAY = 'Patienten er på vej tilbage. Bliv på siden.';
const WEAK = 'Forbindelsen er dårlig. Vi skruer ned for billedet, så lyden holder.';

const saysOf =
  (present: string, absent: string) =>
  (world: CallWorld, { context: { legs } }: PairSnapshot): Promise<void> => {
    if (!legs.isReady) return says(world, ASKING);
    return says(world, legs.peerId === null ? absent : present);
  };
const failed = saysOf('Vi kan ikke få forbindelse. Tjek netværket, og prøv igen.', AWAY);

const states: Level<Machine, CallWorld>['states'] = {
  connecting: saysOf('Forbinder …', 'Patienten er på vej. Bliv på siden.'),
  connected: async (world) => {
    await world.flows();
    await until(
      'no more words',
      () => world.sentence.innerText(),
      (text) => text === '',
      PATIENCE,
    );
  },
  weak: (world) => says(world, WEAK),
  healing: saysOf('Forbindelsen er væk et øjeblik. Vi finder den igen. Bliv på siden.', AWAY),
  failed: async (world, snapshot) => {
    await failed(world, snapshot);
    if (snapshot.context.legs.peerId !== null) await tryAgain(world).waitFor();
  },
  ended: expectEnded,
};

const onScreen = ({ doctor, nurse }: CallWorld) => ({ board: doctor.page, tablet: nurse.page });

/** The doctor's tab in a call with a tablet: real media over loopback, a fake camera (C2, C3). */
export function callLevel(options: LevelOptions): Level<Machine, CallWorld> {
  const worlds = worldsOf(options, { open: openCall, reset: beginCall, obeysPermissions: true });
  return {
    walk: callBrowserWalk,
    unreachable: callUnreachable,
    begin: worlds.begin,
    events: watched(events, onScreen),
    states: watched(alsoRefusing(callWalk, states, notOffered), onScreen),
    async end(world) {
      worlds.end(world);
      expectCalm(world.doctor.device);
      expectCalm(world.nurse.device);
    },
    close: worlds.close,
  };
}
