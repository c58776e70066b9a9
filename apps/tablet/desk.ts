import type { Session } from '@naervaer/kit/session';
import type { CommandId, ConsultationView, LobbyView, Outcome } from '@naervaer/machines/protocol';
import { createContext, createMemo, createSignal, useContext, type Accessor } from 'solid-js';
import type { Course } from './course.ts';

/** What the screens of a signed-in person share. */
export interface Desk {
  readonly session: Session;
  readonly course: Course;
  /** Of the chosen clinic; undefined while loading or with no clinic chosen. */
  readonly lobby: Accessor<LobbyView | undefined>;
  readonly consultation: Accessor<ConsultationView | undefined>;
  /** True while the join or the leave stands on this tablet only (T12). */
  readonly isKept: Accessor<boolean>;
  readonly isOnline: Accessor<boolean>;
  readonly joinOutcome: Accessor<Outcome | undefined>;
  readonly leaveOutcome: Accessor<Outcome | undefined>;
  /** Sends the command; the course is told apart. */
  leave(): Promise<void>;
}

const Context = createContext<Desk>();
export const DeskProvider = Context.Provider;

export function useDesk(): Desk {
  const desk = useContext(Context);
  if (!desk) throw new Error('a screen outside of the desk');
  return desk;
}

const IN_QUEUE = new Set([
  'waiting',
  'leaving',
  'call',
  'done',
  'rejected',
  'cancelled',
  'expired',
]);

/** Ties views and deliveries of the session to a course. Subscriptions end with the owner. */
export function createDesk(session: Session, course: Course): Desk {
  const [leaving, setLeaving] = createSignal<CommandId>();
  const clinicId = createMemo(() => course.context().clinic?.clinicId);
  const watchedLobby = createMemo(() => {
    const id = clinicId();
    return id === undefined ? undefined : session.lobby(id);
  });
  // Asked for only once the join is accepted: before, there is no such document to be read.
  const consultationId = createMemo(() =>
    IN_QUEUE.has(course.step()) ? course.context().consultation?.consultationId : undefined,
  );
  const watchedConsultation = createMemo(() => {
    const id = consultationId();
    return id === undefined ? undefined : session.consultation(id);
  });
  const join = createMemo(() => {
    const id = course.context().consultation?.consultationId;
    // A consultation bears the id of the command that asked for it.
    return id === undefined ? undefined : session.delivery(id as string as CommandId);
  });
  const leave = createMemo(() => {
    const id = leaving();
    return id === undefined ? undefined : session.delivery(id);
  });

  return {
    session,
    course,
    lobby: () => watchedLobby()?.(),
    consultation: () => watchedConsultation()?.(),
    isOnline: () => session.line().kind === 'online',
    isKept: () => {
      const delivery = course.step() === 'sending' ? join()?.() : leave()?.();
      return session.line().kind !== 'online' && delivery?.kind !== 'settled';
    },
    joinOutcome: () => {
      const delivery = join()?.();
      return delivery?.kind === 'settled' ? delivery.outcome : undefined;
    },
    leaveOutcome: () => {
      const delivery = leave()?.();
      return delivery?.kind === 'settled' ? delivery.outcome : undefined;
    },
    async leave() {
      const consultation = course.context().consultation;
      if (consultation === null) return;
      setLeaving(await session.send({ type: 'leaveQueue', ...consultation }));
    },
  };
}
