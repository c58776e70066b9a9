import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import type { BoardRow, WaiterMessage } from '@naervaer/machines/protocol';
import { boardView, consultationView, lobbyView } from '@naervaer/machines/views';
import type { Shown } from './history.ts';

/** A view as one text that can be compared. */
type Appearance = string;

const words = (message: WaiterMessage | null) => message && [message.late, message.text];

const byId = (rows: readonly BoardRow[]): readonly BoardRow[] =>
  [...rows].sort((a, b) => (a.consultationId < b.consultationId ? -1 : 1));

/** The same whatever order the keys came over the wire in. */
const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Every field, the times too: for an order whose times are known. */
export function exactOf(shown: Shown): Appearance {
  switch (shown.kind) {
    case 'board': {
      const { head, rows } = shown.view;
      return JSON.stringify({ head, rows: byId(rows) }, inOrder);
    }
    case 'lobby':
      return JSON.stringify(shown.view, inOrder);
    case 'consultation':
      // Who is reachable at the broker is no part of the clinic.
      return JSON.stringify({ ...shown.view, peers: [] }, inOrder);
  }
}

/**
 * Without what hangs on the server's clock or on its choice of a room: for an order that was found
 * without asking the server. Holder, places, states, words and who is in it all stay.
 */
export function timelessOf(shown: Shown): Appearance {
  switch (shown.kind) {
    case 'board': {
      const { head, rows } = shown.view;
      return JSON.stringify([
        head.mode,
        words(head.message),
        byId(rows).map((row) => [
          row.consultationId,
          row.state,
          row.position,
          row.holder?.personId ?? null,
          row.holder?.name ?? null,
          row.citizen?.number ?? null,
          row.citizen?.name ?? null,
          row.caregiver.name,
          row.caregiver.workplace,
          row.way,
          row.reason,
          row.awaySince !== null,
          words(row.message),
        ]),
      ]);
    }
    case 'lobby':
      return JSON.stringify([
        shown.view.mode,
        words(shown.view.message),
        shown.view.queueLength,
        shown.view.wait.isEstimated,
      ]);
    case 'consultation': {
      const { view } = shown;
      // Which of two messages is the newer one, the server's clock says.
      return JSON.stringify([
        view.mode,
        view.state,
        view.position,
        view.clinician,
        view.waiter,
        view.roomId !== null,
        view.missing,
        view.rejection && [view.rejection.instead, view.rejection.note],
        view.endedBy,
      ]);
    }
  }
}

/** What a page of this kind shows of a clinic; undefined when it shows nothing. */
export function shownOf(clinic: ClinicSnapshot, like: Shown): Shown | undefined {
  switch (like.kind) {
    case 'board':
      return { ...like, view: boardView(clinic) };
    case 'lobby':
      return { ...like, view: lobbyView(clinic) };
    case 'consultation': {
      const view = consultationView(clinic, like.consultationId, []);
      return view && { ...like, view };
    }
  }
}

/** Remembers appearances of clinics: a search asks for the same ones again and again. */
export function createMirror(appearance: (shown: Shown) => Appearance) {
  const ofClinics = new WeakMap<ClinicSnapshot, Map<string, Appearance | undefined>>();
  const ofSights = new WeakMap<Shown, Appearance>();

  function ofSight(shown: Shown): Appearance {
    const kept = ofSights.get(shown);
    if (kept !== undefined) return kept;
    const fresh = appearance(shown);
    ofSights.set(shown, fresh);
    return fresh;
  }

  return {
    ofSight,
    /** Whether a page that shows this clinic as it is now looks like the sight. */
    isShown(clinic: ClinicSnapshot, shown: Shown): boolean {
      const kept = ofClinics.get(clinic) ?? new Map<string, Appearance | undefined>();
      ofClinics.set(clinic, kept);
      const key = shown.kind === 'consultation' ? shown.consultationId : shown.kind;
      if (!kept.has(key)) {
        const is = shownOf(clinic, shown);
        kept.set(key, is && appearance(is));
      }
      return kept.get(key) === ofSight(shown);
    },
  };
}
export type Mirror = ReturnType<typeof createMirror>;
