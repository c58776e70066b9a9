import { Show, createMemo, createSignal } from 'solid-js';
import { LineStatus, TopBar, Icon, Select, Button, notify } from '@naervaer/kit/components';
import type { Session } from '@naervaer/kit/session';
import { edgeTexts, texts, timeOfDay } from '@naervaer/kit/texts';
import { takeAddressedClinic } from './addressed-clinic.ts';
import { ClinicRoom } from './clinic-room.tsx';
import { createClock } from './clock.ts';
import { createRemembered } from './remembered.ts';

const words = texts({
  da: {
    ydernummer: (digits: string) => `Ydernummer ${digits}`,
    clinic: 'Klinik',
    now: 'Klokken',
    signOut: 'Log ud',
    help: 'Brug for hjælp?',
  },
  en: {
    ydernummer: (digits: string) => `Provider number ${digits}`,
    clinic: 'Clinic',
    now: 'The time',
    signOut: 'Sign out',
    help: 'Need help?',
  },
});

/** A clinician's page: the head, and the room of the one clinic that was picked. */
export function ClinicBoard(props: { session: Session; support: string | undefined }) {
  const now = createClock(props.session);
  const [picked, pick] = createRemembered('naervaer.board.clinic');
  const [isLeaving, setLeaving] = createSignal(false);
  const clinics = () => props.session.info.clinics;
  const addressed = takeAddressedClinic();
  if (addressed !== null && clinics().some(({ id }) => id === addressed)) pick(addressed);
  const clinic = createMemo(() => clinics().find((each) => each.id === picked()) ?? clinics()[0]);

  const signOut = () => {
    setLeaving(true);
    props.session.signOut().catch(() => {
      setLeaving(false);
      notify('warning', edgeTexts().internal);
    });
  };

  return (
    <Show when={clinic()} keyed>
      {(clinic) => (
        <>
          <TopBar title={clinic.name} detail={words().ydernummer(clinic.ydernummer)}>
            <Show when={clinics().length > 1}>
              <div class="clinic-choice">
                <Select
                  label={words().clinic}
                  value={clinic.id as string}
                  options={clinics().map((each) => ({
                    value: each.id as string,
                    label: each.name,
                  }))}
                  onChange={pick}
                />
              </div>
            </Show>
            <span class="clock">
              <span class="visually-hidden">{words().now}</span> {timeOfDay(now())}
            </span>
            <span class="me">
              <Icon name="citizen" />
              {props.session.info.name}
            </span>
            <Button variant="quiet" icon="signOut" isPending={isLeaving()} onClick={signOut}>
              {words().signOut}
            </Button>
          </TopBar>
          <LineStatus line={props.session.line()} pending={props.session.pending()} />
          <ClinicRoom session={props.session} clinicId={clinic.id} now={now} />
          <Show when={props.support}>
            {(support) => (
              <footer class="support">
                {words().help} {support()}
              </footer>
            )}
          </Show>
        </>
      )}
    </Show>
  );
}
