import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import { openEntriesOf } from '@naervaer/machines/clinic';
import type { ClinicId, ConsultationId, SessionId } from '@naervaer/machines/protocol';
import type { Clock } from '../clock.ts';
import { actorOf, factsOfBoard } from './facts.ts';
import type { AccessFact, Actor } from './types.ts';

/**
 * Who sees whom on a board (I5): one line for each session and consultation, however often the
 * board is opened again.
 */
export interface BoardViews {
  /** A session opens the board of a clinic: all that is on it is shown. */
  opened(viewer: Actor & { readonly sessionId: SessionId }, clinicId: ClinicId): void;
  closed(sessionId: SessionId, clinicId: ClinicId): void;
  /** The clinic changed: whoever is new on its board is shown to all that have it open. */
  onCommitted(clinicId: ClinicId, snapshot: ClinicSnapshot): void;
}

interface Viewer {
  readonly by: Actor;
  /** Connections: one session may have several tabs. */
  open: number;
  /** Of consultations that are on the board still, so that nothing grows with the day. */
  seen: ReadonlySet<ConsultationId>;
}

interface Deps {
  readonly clock: Clock;
  snapshotOf(clinicId: ClinicId): ClinicSnapshot | undefined;
  write(facts: readonly AccessFact[]): void;
}

export function createBoardViews({ clock, snapshotOf, write }: Deps): BoardViews {
  const clinics = new Map<ClinicId, Map<SessionId, Viewer>>();

  function show(viewer: Viewer, snapshot: ClinicSnapshot): readonly AccessFact[] {
    const facts = factsOfBoard(clock.now(), viewer.by, snapshot, (id) => !viewer.seen.has(id));
    const shown = openEntriesOf(snapshot.context).map(([id]) => id);
    viewer.seen = new Set(viewer.open > 0 ? shown : shown.filter((id) => viewer.seen.has(id)));
    return viewer.open > 0 ? facts : [];
  }

  /** Who has it open no more is kept as long as anybody whom they saw is on it. */
  function tidy(clinicId: ClinicId): void {
    const viewers = clinics.get(clinicId);
    for (const [sessionId, { open, seen }] of viewers ?? []) {
      if (open === 0 && seen.size === 0) viewers?.delete(sessionId);
    }
    if (viewers?.size === 0) clinics.delete(clinicId);
  }

  return {
    opened(guest, clinicId) {
      const viewers = clinics.get(clinicId) ?? new Map<SessionId, Viewer>();
      clinics.set(clinicId, viewers);
      const viewer = viewers.get(guest.sessionId) ?? {
        by: actorOf(guest),
        open: 0,
        seen: new Set<ConsultationId>(),
      };
      viewers.set(guest.sessionId, viewer);
      viewer.open += 1;
      const snapshot = snapshotOf(clinicId);
      if (snapshot !== undefined) write(show(viewer, snapshot));
    },
    closed(sessionId, clinicId) {
      const viewer = clinics.get(clinicId)?.get(sessionId);
      if (viewer === undefined) return;
      viewer.open = Math.max(0, viewer.open - 1);
      tidy(clinicId);
    },
    onCommitted(clinicId, snapshot) {
      const viewers = clinics.get(clinicId);
      if (viewers === undefined) return;
      write([...viewers.values()].flatMap((viewer) => show(viewer, snapshot)));
      tidy(clinicId);
    },
  };
}
