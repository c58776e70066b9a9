import type { Session } from '@naervaer/kit/session';
import { joinIdOf, NaervaerError, isRefusalCode, refused } from '@naervaer/machines/protocol';
import type { CommandId, ConsultationView, LobbyView, Outcome } from '@naervaer/machines/protocol';
import {
  createContext,
  createEffect,
  createMemo,
  createSignal,
  useContext,
  type Accessor,
} from 'solid-js';
import type { Colleague } from './colleague.ts';
import type { Course } from './course.ts';
import { joinCommand } from './join.ts';
import { useLastView } from './last-view.ts';
import type { Lock } from './lock.ts';

/** What the screens of a signed-in person share. */
export interface Desk {
  readonly session: Session;
  readonly course: Course;
  readonly lock: Lock;
  readonly colleague: Colleague;
  /** Of the chosen clinic; undefined while loading or with no clinic chosen. */
  readonly lobby: Accessor<LobbyView | undefined>;
  readonly consultation: Accessor<ConsultationView | undefined>;
  /** The same, or without a line the last one that this tablet saw: to be shown, never to act on. */
  readonly lastConsultation: Accessor<ConsultationView | undefined>;
  /** True while the join or the leave stands on this tablet only (T12). */
  readonly isKept: Accessor<boolean>;
  readonly isOnline: Accessor<boolean>;
  readonly joinOutcome: Accessor<Outcome | undefined>;
  readonly leaveOutcome: Accessor<Outcome | undefined>;
  /** Sends the join that the course has kept; as often as asked, it takes effect once (CM2). */
  join(): Promise<void>;
  /** Takes the join back if it never left this tablet, or tells the clinic. */
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

/** The four ends never change (MA4): the last one seen is still true. */
const isOver = (view: ConsultationView | undefined): boolean =>
  view !== undefined && ['ended', 'rejected', 'cancelled', 'expired'].includes(view.state);

/** Ties views and deliveries of the session to a course. Subscriptions end with the owner. */
export function createDesk(
  session: Session,
  course: Course,
  lastView: ConsultationView | undefined,
): Omit<Desk, 'lock' | 'colleague'> {
  const [leaving, setLeaving] = createSignal<CommandId>();
  /** The join that is on the disk: before, nobody may read that it is kept. */
  const [stored, setStored] = createSignal<CommandId>();
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
  // By the id alone: an outcome that is told changes the course, and would be told again for ever.
  const joinedId = createMemo(() => course.context().consultation?.consultationId);
  const join = createMemo(() => {
    const id = joinedId();
    return id === undefined ? undefined : session.delivery(joinIdOf(id));
  });
  const leave = createMemo(() => {
    const id = leaving();
    return id === undefined ? undefined : session.delivery(id);
  });

  // Who leaves a second time, after a refusal, waits for the second answer: the first one would take
  // them back at once.
  createEffect(() => {
    if (course.step() !== 'leaving') setLeaving(undefined);
  });

  const consultation = () => watchedConsultation()?.();
  const isOnline = () => session.line().kind === 'online';
  const last = useLastView(session, course, consultation, lastView);

  return {
    session,
    course,
    lobby: () => watchedLobby()?.(),
    consultation,
    lastConsultation: () => consultation() ?? (isOnline() && !isOver(last()) ? undefined : last()),
    isOnline,
    isKept: () => {
      const isSending = course.step() === 'sending';
      if (isSending && stored() !== (joinedId() as string | undefined)) return false;
      const delivery = isSending ? join()?.() : leave()?.();
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
    async join() {
      // The id is on the disk before the command is on its way: a page that dies between the two
      // says the same thing again, and nobody stands in the queue twice.
      await course.saved();
      const { consultation } = course.context();
      const command = joinCommand(course.context());
      if (course.step() !== 'sending' || consultation === null || command === undefined) return;
      try {
        setStored(await session.send(command, joinIdOf(consultation.consultationId)));
      } catch (error) {
        const code = error instanceof NaervaerError ? error.code : 'notStored';
        const outcome = refused(isRefusalCode(code) ? code : 'notStored');
        course.tell({ type: 'OUTCOME', of: 'join', outcome });
      }
    },
    async leave() {
      const { consultation } = course.context();
      if (consultation === null) return;
      if (await session.withdraw(joinIdOf(consultation.consultationId))) {
        course.tell({ type: 'WITHDRAWN' });
        return;
      }
      const id = await session.send({ type: 'leaveQueue', ...consultation });
      if (course.step() === 'leaving') setLeaving(id);
    },
  };
}
