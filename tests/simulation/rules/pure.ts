import { initialClinic, transitionClinic } from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import type {
  BoardView,
  ConsultationId,
  ConsultationView,
  LobbyView,
  Ydernummer,
} from '@naervaer/machines/protocol';
import { boardView, consultationView, lobbyView } from '@naervaer/machines/views';
import type { JournalEvent } from '@naervaer/storage';
import { openPlain } from '../../support/plain-sealer.ts';
import type { ClinicFactsInWorld } from '../facts.ts';

/**
 * What the pure core makes of things, worked out once however many rules ask: each rule keeps its
 * own book, and all of them come upon the same snapshots.
 */
function once<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found.value;
    const value = make(key);
    known.set(key, { value });
    return value;
  };
}

/** The journal's event as the machine takes it. */
export const eventOf = once(
  ({ type, at, sealed }: JournalEvent): ClinicEvent =>
    ({ ...(openPlain(sealed) as object), type, at }) as ClinicEvent,
);

export const unopened = once(({ clinicId, name, ydernummer }: ClinicFactsInWorld): ClinicSnapshot =>
  initialClinic({ clinicId, name, ydernummer: ydernummer as Ydernummer }),
);

const transitions = once((_before: ClinicSnapshot) => new WeakMap<ClinicEvent, ClinicSnapshot>());

export function after(before: ClinicSnapshot, event: ClinicEvent): ClinicSnapshot {
  const known = transitions(before);
  const next = known.get(event) ?? transitionClinic(before, event);
  known.set(event, next);
  return next;
}

/** With rows in an order of their own, so that two boards can be compared. */
export const inFixedOrder = ({ head, rows }: BoardView): BoardView => ({
  head,
  rows: [...rows].sort((a, b) => (a.consultationId < b.consultationId ? -1 : 1)),
});

export const boardOf: (snapshot: ClinicSnapshot) => BoardView = once((snapshot: ClinicSnapshot) =>
  inFixedOrder(boardView(snapshot)),
);
export const lobbyOf: (snapshot: ClinicSnapshot) => LobbyView = once(lobbyView);

const consultations = once(
  (_snapshot: ClinicSnapshot) => new Map<ConsultationId, ConsultationView | undefined>(),
);

/** Without peers, which no journal knows. */
export function consultationOf(
  snapshot: ClinicSnapshot,
  id: ConsultationId,
): ConsultationView | undefined {
  const known = consultations(snapshot);
  if (!known.has(id)) known.set(id, consultationView(snapshot, id, []));
  return known.get(id);
}
