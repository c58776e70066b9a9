import { For, Show } from 'solid-js';
import type { SignInApp } from '@naervaer/machines/protocol';
import { Button } from '@naervaer/kit/components';
import { texts } from '@naervaer/kit/texts';
import { dayAndTime } from '../instants.ts';
import type { SignedInPerson } from '../signed-in.ts';

const words = texts({
  da: {
    name: 'Navn',
    where: 'Hvor',
    used: 'Sidst brugt',
    act: 'Handling',
    you: 'Det er dig',
    since: (when: string) => `siden ${when}`,
    unknown: 'Ikke siden serveren startede',
    logOut: 'Log ud',
    logOutOf: (name: string) => `Log ud: ${name}`,
  },
  en: {
    name: 'Name',
    where: 'Where',
    used: 'Last used',
    act: 'Action',
    you: 'That is you',
    since: (when: string) => `since ${when}`,
    unknown: 'Not since the server started',
    logOut: 'Sign out',
    logOutOf: (name: string) => `Sign out: ${name}`,
  },
});
const appTexts = texts<Record<SignInApp, string>>({
  da: { tablet: 'Tablet', board: 'Venteværelse', insight: 'Indblik' },
  en: { tablet: 'Tablet', board: 'Waiting room', insight: 'Insight' },
});

/** A row a person. The roles are written out, as in the access log's table: rows become cards. */
export function SignedInTable(props: {
  people: readonly SignedInPerson[];
  label: string;
  isOwn: (person: SignedInPerson) => boolean;
  onLogOut: (person: SignedInPerson) => void;
}) {
  return (
    <table class="log signed-in" role="table" aria-label={props.label}>
      <thead role="rowgroup">
        <tr role="row">
          <For each={['name', 'where', 'used', 'act'] as const}>
            {(column) => (
              <th role="columnheader" scope="col">
                {words()[column]}
              </th>
            )}
          </For>
        </tr>
      </thead>
      <tbody role="rowgroup">
        <For each={props.people}>
          {(person) => (
            <tr role="row" data-testid="signed-in">
              <td role="cell" data-label={words().name}>
                <strong>{person.name}</strong>
                <small>
                  {person.organisation}
                  {props.isOwn(person) ? ` · ${words().you}` : ''}
                </small>
              </td>
              <td role="cell" data-label={words().where}>
                <For each={person.sessions}>
                  {({ app, since }) => (
                    <div>
                      {appTexts()[app]}
                      <small>{words().since(dayAndTime(since))}</small>
                    </div>
                  )}
                </For>
              </td>
              <td role="cell" data-label={words().used}>
                <Show when={person.usedAt} fallback={words().unknown}>
                  {(at) => <>{dayAndTime(at())}</>}
                </Show>
              </td>
              <td role="cell" class="signed-in-act">
                <Button
                  variant="quiet"
                  class="button-removes"
                  label={words().logOutOf(person.name)}
                  onClick={() => props.onLogOut(person)}
                >
                  {words().logOut}
                </Button>
              </td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}
