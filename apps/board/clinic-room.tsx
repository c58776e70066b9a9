import { Show, Suspense, createEffect, createMemo, createSignal, lazy, on } from 'solid-js';
import type { Accessor } from 'solid-js';
import type {
  BoardRow,
  BoardView,
  ClinicId,
  CommandInput,
  ConsultationId,
} from '@naervaer/machines/protocol';
import type { CallPlace } from '@naervaer/kit/call';
import { Loading, notify } from '@naervaer/kit/components';
import type { Session } from '@naervaer/kit/session';
import { texts } from '@naervaer/kit/texts';
import { createActions } from './actions.ts';
import { callTab } from './call-tab.ts';
import { ClinicBar } from './clinic-bar.tsx';
import { createTitle } from './title.ts';
import { Now } from './now.tsx';
import { Queue } from './queue.tsx';
import { Questions } from './questions.tsx';
import { createRemembered } from './remembered.ts';
import { RoomContext, type Question, type Room } from './room.ts';
import { Settings } from './settings.tsx';

/** The call's code is large: it is loaded when the first call begins. */
const CallView = lazy(() => import('./call-view.tsx'));

const words = texts({
  da: {
    title: 'Venteværelse',
    loading: 'Henter køen …',
    over: 'Samtalen er slut. Du er tilbage ved køen.',
    call: 'Åbner samtalen …',
  },
  en: {
    title: 'Waiting room',
    loading: 'Loading the queue …',
    over: 'The call is over. You are back at the queue.',
    call: 'Opening the call …',
  },
});

const isInCall = (row: BoardRow): boolean => row.state !== 'waiting';

/** One clinic's waiting room: what goes on, the queue under it, and the call when I am in one. */
export function ClinicRoom(props: { session: Session; clinicId: ClinicId; now: Accessor<number> }) {
  const { session, clinicId, now } = props;
  const source = session.board(clinicId);
  // While a new epoch arrives there is no view; the last one stays, or a call would be torn down.
  const board = createMemo<BoardView | undefined>((last) => source() ?? last);
  const isLive = () => session.line().kind === 'online' && source() !== undefined;

  const [question, ask] = createSignal<Question | null>(null);
  const [isCallShown, showCall] = createSignal(true);
  const [wantsCheck, setWantsCheck] = createRemembered('naervaer.board.check');
  const actions = createActions(session);

  const rows = () => board()?.rows ?? [];
  const waiting = createMemo(() => rows().filter((row) => row.state === 'waiting'));
  const inCall = createMemo(() => rows().filter(isInCall));
  const mine = createMemo(() =>
    inCall().find((row) => row.holder?.personId === session.info.personId),
  );
  const mineId = createMemo(() => mine()?.consultationId);

  /** The call that was under way when this page was opened, for as long as it is; null: none. */
  const foundOpen = createMemo<ConsultationId | null | undefined>((last) => {
    if (board() === undefined) return last;
    const id = mineId() ?? null;
    return last === undefined || last === id ? id : null;
  });
  createEffect(
    on(foundOpen, (found, before) => {
      if (before === undefined && found !== undefined) callTab.keepOnly(found);
    }),
  );
  const placeOf = (id: ConsultationId): CallPlace =>
    callTab.has(id) ? 'here' : foundOpen() === id ? 'ifFree' : 'elsewhere';

  const [closedByMe, setClosedByMe] = createSignal<string>();
  createEffect(
    on(mineId, (id, before) => {
      // Back in the queue it is nobody's; who starts it anew may do so in another window.
      if (before !== undefined) callTab.drop(before);
      if (id !== undefined) showCall(placeOf(id) !== 'elsewhere');
      // What I ended myself was said already, and in another window it is no news here.
      else if (before !== undefined && isCallShown() && closedByMe() !== before)
        notify('info', words().over);
    }),
  );
  createTitle(() => ({ waiting: waiting().length, name: board()?.head.name }));

  async function claim(
    command: Extract<CommandInput, { type: 'claim' }>,
    done?: string,
  ): Promise<boolean> {
    const consultationId = command.consultationId as ConsultationId;
    // Before the answer: the view may tell of it first.
    callTab.take(consultationId);
    const isMine = await actions.ask(command, done);
    if (!isMine) callTab.drop(consultationId);
    return isMine;
  }

  const room: Room = {
    session,
    clinicId,
    actions: {
      isPending: actions.isPending,
      ask(command, done) {
        if (command.type === 'claim') return claim(command, done);
        const ends = ['endCall', 'release', 'reject'].includes(command.type);
        if (ends && 'consultationId' in command) setClosedByMe(command.consultationId ?? undefined);
        return actions.ask(command, done);
      },
    },
    now,
    isLive,
    mine,
    start(row) {
      if (wantsCheck() === 'on') ask({ kind: 'start', row });
      else {
        room.actions.ask({ type: 'claim', clinicId, consultationId: row.consultationId });
      }
    },
    ask,
    showCall: () => showCall(true),
  };

  return (
    <RoomContext.Provider value={room}>
      <Show
        when={board()}
        fallback={
          <main class="page">
            <h1 class="visually-hidden">{words().title}</h1>
            <Loading text={words().loading} />
          </main>
        }
      >
        {(board) => (
          <>
            <main class="room" hidden={mineId() !== undefined && isCallShown()}>
              <ClinicBar head={board().head} waiting={waiting().length} />
              <Now rows={inCall()} />
              <Queue rows={waiting()} mode={board().head.mode} />
              <Settings
                wantsCheck={wantsCheck() === 'on'}
                onWantsCheck={(wants) => setWantsCheck(wants ? 'on' : 'off')}
              />
            </main>
            <Show when={mineId()} keyed>
              {(id) => (
                <main class="call-page" hidden={!isCallShown()}>
                  <Suspense fallback={<Loading text={words().call} />}>
                    <CallView
                      consultationId={id}
                      place={placeOf(id)}
                      row={mine()}
                      waiting={waiting().length}
                      onQueue={() => showCall(false)}
                    />
                  </Suspense>
                </main>
              )}
            </Show>
          </>
        )}
      </Show>
      <Questions question={question()} onClose={() => ask(null)} />
    </RoomContext.Provider>
  );
}
