import { Show } from 'solid-js';
import type { BoardRow } from '@naervaer/machines/protocol';
import { jobRoleTexts, partTexts, presentTexts, texts } from '@naervaer/kit/texts';

const words = texts({
  da: {
    behalf: 'På borgerens vegne:',
    present: 'Også til stede:',
  },
  en: {
    behalf: 'On the citizen’s behalf:',
    present: 'Also present:',
  },
});

/** The row's name in one line, for buttons, dialogs and colleagues' calls. */
export const nameOf = (row: BoardRow): string => row.citizen?.name ?? row.caregiver.name;

/** Whom the row is about: name and CPR, or who asks when no citizen is named (B2). */
export function Citizen(props: { row: BoardRow }) {
  return (
    <>
      <span class="person-name">{nameOf(props.row)}</span>
      <Show when={props.row.citizen}>
        {(citizen) => (
          <>
            {' '}
            <span class="person-number">{citizen().number}</span>
          </>
        )}
      </Show>
    </>
  );
}

/** Who asks, in what profession, from where (B2); the name is not said twice. */
export function Caregiver(props: { row: BoardRow }) {
  const caregiver = () => props.row.caregiver;
  const jobRole = () => jobRoleTexts()[caregiver().jobRole];
  return (
    <span class="person-caregiver">
      <Show when={props.row.citizen !== null} fallback={`${jobRole()}, ${caregiver().workplace}`}>
        <span class="person-label">{words().behalf}</span> {caregiver().name},{' '}
        {jobRole().toLowerCase()}, {caregiver().workplace}
      </Show>
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
