import { Show } from 'solid-js';
import type { BoardRow } from '@naervaer/machines/protocol';
import { jobRoleTexts, partTexts, presentTexts, texts } from '@naervaer/kit/texts';

const words = texts({
  da: {
    withoutCpr: 'Uden CPR',
    behalf: 'På borgerens vegne:',
    present: 'Også til stede:',
    by: 'Henvender sig:',
  },
  en: {
    withoutCpr: 'Without CPR',
    behalf: 'On the citizen’s behalf:',
    present: 'Also present:',
    by: 'Asked by:',
  },
});

/** The row's name in one line, for buttons, dialogs and colleagues' calls. */
export const nameOf = (row: BoardRow): string => row.citizen?.name ?? row.caregiver.name;

/** Name and CPR, or that there is none (B2). */
export function Citizen(props: { row: BoardRow }) {
  return (
    <Show when={props.row.citizen} fallback={<span class="person-name">{words().withoutCpr}</span>}>
      {(citizen) => (
        <>
          <span class="person-name">{citizen().name}</span>{' '}
          <span class="person-number">{citizen().number}</span>
        </>
      )}
    </Show>
  );
}

/** Who asks, in what profession, from where (B2). */
export function Caregiver(props: { row: BoardRow }) {
  return (
    <span class="person-caregiver">
      <span class="person-label">{props.row.citizen === null ? words().by : words().behalf}</span>{' '}
      {props.row.caregiver.name}, {jobRoleTexts()[props.row.caregiver.jobRole].toLowerCase()},{' '}
      {props.row.caregiver.workplace}
    </span>
  );
}

/** What the caregiver does, and who else is in the room. */
export function Company(props: { row: BoardRow }) {
  return (
    <span class="person-company">
      {partTexts()[props.row.part]}
      <Show when={props.row.present.length > 0}>
        {' · '}
        {words().present} {props.row.present.map((each) => presentTexts()[each]).join(', ')}
      </Show>
    </span>
  );
}
