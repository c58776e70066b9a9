import type { ClinicEvent } from '@naervaer/machines/clinic';
import type {
  ClinicMode,
  ConsultationId,
  ConsultationState,
  Instant,
  PersonId,
} from '@naervaer/machines/protocol';

type Side = 'waiter' | 'clinician';
type EventOf<T extends ClinicEvent['type']> = Extract<ClinicEvent, { type: T }>;
type OnCase = Exclude<ClinicEvent, { type: 'OPEN' | 'CLOSE' | 'JOIN' | 'TELL_ALL' | 'DEADLINE' }>;

/** One consultation as somebody with pen and paper would keep it. */
export interface Case {
  readonly id: ConsultationId;
  readonly waiter: PersonId;
  readonly citizen: string | null;
  state: ConsultationState;
  holder: PersonId | null;
  /** When the present state ends by itself. */
  due: Instant | null;
  readonly entered: Record<Side, boolean>;
  readonly away: Record<Side, Instant | null>;
}

/**
 * The rules of a clinic written a second time, without the machines and without a look at them: a
 * fault in a machine must not be its own judge (MA4, MA2).
 */
export interface Clerk {
  readonly mode: ClinicMode;
  /** Not over, in order of arrival. */
  readonly open: readonly Case[];
  /** Over for less than an hour. */
  readonly over: readonly Case[];
  /** When something is to happen by itself next. */
  readonly due: Instant | undefined;
  caseOf(id: ConsultationId): Case | undefined;
  /** Writes the event down. @returns what is not allowed about it, as half a sentence */
  take(event: ClinicEvent): string | undefined;
}

const MINUTE = 60_000;
const CALLED_MS = 3 * MINUTE;
const CUT_MS = 10 * MINUTE;
const PLACE_MS = 30 * MINUTE;
const READABLE_MS = 60 * MINUTE;
const ENDS: readonly ConsultationState[] = ['ended', 'rejected', 'cancelled', 'expired'];

export function createClerk(): Clerk {
  const cases = new Map<ConsultationId, Case>();
  let mode: ClinicMode = 'closed';

  const isOpen = ({ state }: Case): boolean => !ENDS.includes(state);
  const open = (): Case[] => [...cases.values()].filter(isOpen);

  function end(one: Case, state: ConsultationState, at: Instant): void {
    one.state = state;
    one.due = at + READABLE_MS;
  }

  function backIntoQueue(one: Case): void {
    one.state = 'waiting';
    one.holder = null;
    one.entered.waiter = one.entered.clinician = false;
    one.away.clinician = null;
    one.due = one.away.waiter === null ? null : one.away.waiter + PLACE_MS;
  }

  function joins({ consultationId, waiter, citizen }: EventOf<'JOIN'>): string | undefined {
    if (mode !== 'open') return `joins a clinic that is ${mode}`;
    if (cases.has(consultationId)) return 'joins a second time';
    if (open().some((one) => one.waiter === waiter.personId)) return 'stands in the queue twice';
    if (citizen !== null && open().some((one) => one.citizen === citizen.digits)) {
      return 'joins for a citizen who waits already';
    }
    cases.set(consultationId, {
      id: consultationId,
      waiter: waiter.personId,
      citizen: citizen?.digits ?? null,
      state: 'waiting',
      holder: null,
      due: null,
      entered: { waiter: false, clinician: false },
      away: { waiter: null, clinician: null },
    });
    return undefined;
  }

  function claims(one: Case, { by, at }: EventOf<'CLAIM'>): string | undefined {
    if (one.holder !== null) return 'claims a patient whom a colleague holds';
    if (open().some(({ holder }) => holder === by.personId)) return 'claims a second patient';
    one.state = 'called';
    one.holder = by.personId;
    one.due = at + CALLED_MS;
    return undefined;
  }

  /** Both sides are in the call and here: it runs. */
  function resume(one: Case): void {
    const isWhole = one.entered.waiter && one.entered.clinician;
    const isHere = one.away.waiter === null && one.away.clinician === null;
    if (!isWhole || !isHere || one.state === 'ongoing') return;
    one.state = 'ongoing';
    one.due = null;
  }

  function goesAway(one: Case, side: Side, at: Instant): void {
    if (one.state === 'waiting' && side === 'clinician') return;
    one.away[side] ??= at;
    if (one.state === 'waiting') one.due = (one.away.waiter ?? at) + PLACE_MS;
    if (one.state !== 'ongoing') return;
    one.state = 'interrupted';
    one.due = at + CUT_MS;
  }

  function comesBack(one: Case, side: Side): void {
    if (one.state === 'waiting' && side === 'clinician') return;
    one.away[side] = null;
    if (one.state === 'waiting') one.due = null;
    else resume(one);
  }

  /** In a call: the waiter, or the clinician who holds it. */
  const isIn = (one: Case, side: Side, by: PersonId): boolean =>
    one.holder !== null && (side === 'waiter' ? one.waiter : one.holder) === by;

  function happens(one: Case, event: OnCase): string | undefined {
    if (!isOpen(one)) return 'changes what is over';
    switch (event.type) {
      case 'CLAIM':
        return claims(one, event);
      case 'RELEASE':
        if (one.holder !== event.by.personId) return 'puts back a patient of a colleague';
        if (one.state !== 'called') return 'puts back a patient who is in a call';
        return (backIntoQueue(one), undefined);
      case 'REJECT':
        if (one.holder !== null && one.holder !== event.by.personId) {
          return 'rejects a patient of a colleague';
        }
        if (one.state !== 'waiting' && one.state !== 'called') return 'rejects a running call';
        return (end(one, 'rejected', event.at), undefined);
      case 'LEAVE':
        if (one.waiter !== event.by) return 'takes somebody else out of the queue';
        if (one.state !== 'waiting' && one.state !== 'called') return 'leaves a running call';
        return (end(one, 'cancelled', event.at), undefined);
      case 'ENTER':
        if (!isIn(one, event.side, event.by)) return 'enters a call of others';
        one.entered[event.side] = true;
        one.away[event.side] = null;
        return (resume(one), undefined);
      case 'END':
        if (!isIn(one, event.side, event.by)) return 'ends a call of others';
        return (end(one, 'ended', event.at), undefined);
      case 'AWAY':
        return (goesAway(one, event.side, event.at), undefined);
      case 'BACK':
        return (comesBack(one, event.side), undefined);
      case 'TELL':
        return undefined;
    }
  }

  function passes(at: Instant): void {
    for (const one of cases.values()) {
      if (one.due === null || one.due > at) continue;
      if (one.state === 'called') backIntoQueue(one);
      if (one.due === null || one.due > at) continue;
      if (one.state === 'waiting') end(one, 'expired', at);
      else if (one.state === 'interrupted') end(one, 'ended', at);
      else cases.delete(one.id);
    }
  }

  function write(event: ClinicEvent): string | undefined {
    switch (event.type) {
      case 'OPEN': {
        const wrong = mode === 'open' ? 'opens an open clinic' : undefined;
        mode = 'open';
        return wrong;
      }
      case 'CLOSE': {
        const wrong = mode === 'open' ? undefined : 'closes a clinic that is not open';
        mode = 'closing';
        return wrong;
      }
      case 'JOIN':
        return joins(event);
      case 'TELL_ALL':
        return mode === 'closed' ? 'tells the waiters of a closed clinic' : undefined;
      case 'DEADLINE':
        return (passes(event.at), undefined);
      default: {
        const one = cases.get(event.consultationId);
        return one === undefined ? 'changes a consultation that nobody knows' : happens(one, event);
      }
    }
  }

  return {
    get mode() {
      return mode;
    },
    get open() {
      return open();
    },
    get over() {
      return [...cases.values()].filter((one) => !isOpen(one));
    },
    get due() {
      const all = [...cases.values()].flatMap(({ due }) => (due === null ? [] : [due]));
      return all.length === 0 ? undefined : Math.min(...all);
    },
    caseOf: (id) => cases.get(id),
    take(event) {
      const wrong = write(event);
      if (mode === 'closing' && open().length === 0) mode = 'closed';
      return wrong;
    },
  };
}
