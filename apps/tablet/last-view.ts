import type { Session } from '@naervaer/kit/session';
import type { ConsultationView } from '@naervaer/machines/protocol';
import { createEffect, createMemo, createSignal, on, type Accessor } from 'solid-js';
import { lastOnly, type Course } from './course.ts';

const KEY = 'tablet.view';

/** What this tablet saw last of its consultation, from before a reload. */
export const keptView = (session: Session): Promise<ConsultationView | undefined> =>
  session.vault.get<ConsultationView>(KEY).catch(() => undefined);

/**
 * Keeps the last view of the consultation that the course is about, encrypted, so that a reload
 * without network still says the place, or why one was rejected. It goes when the citizen does (T9).
 */
export function useLastView(
  session: Session,
  course: Course,
  seen: Accessor<ConsultationView | undefined>,
  kept: ConsultationView | undefined,
): Accessor<ConsultationView | undefined> {
  const [last, setLast] = createSignal(kept);
  const save = lastOnly((view) =>
    view === null ? session.vault.delete(KEY) : session.vault.put(KEY, view),
  );
  const id = createMemo(() => course.context().consultation?.consultationId);
  createEffect(
    on([seen, id], ([view, current]) => {
      if (view !== undefined && view.consultationId === current) {
        setLast(view);
        void save(view);
      } else if (current === undefined || last()?.consultationId !== current) {
        setLast(undefined);
        void save(null);
      }
    }),
  );
  return () => (last()?.consultationId === id() ? last() : undefined);
}
