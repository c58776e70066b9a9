import { For, Show } from 'solid-js';
import type { AccessRow } from '@naervaer/machines/protocol';
import { texts } from '@naervaer/kit/texts';
import { dayAndTime } from '../instants.ts';
import { accessActionTexts, accessPurposeTexts } from '../words.ts';
import { useOffice } from '../context.ts';
import { roleText } from '../role-words.ts';
import { targetText } from '../target-words.ts';

const words = texts({
  da: {
    at: 'Hvornår',
    who: 'Hvem',
    what: 'Hvad',
    why: 'Hvorfor',
    where: 'Hvor',
    whom: 'Om hvem',
    system: 'Systemet selv',
    nobody: 'Ingen borger',
    pseudonym: 'Borger',
  },
  en: {
    at: 'When',
    who: 'Who',
    what: 'What',
    why: 'Why',
    where: 'Where',
    whom: 'About whom',
    system: 'The system itself',
    nobody: 'No citizen',
    pseudonym: 'Citizen',
  },
});

/**
 * The lines of the log. The roles are written out: on a phone each row is drawn as a card, and a
 * table that is drawn as something else is no table to a screen reader.
 */
export function AccessTable(props: { rows: readonly AccessRow[]; label: string }) {
  const { state } = useOffice();
  return (
    <table class="log" role="table" aria-label={props.label}>
      <thead role="rowgroup">
        <tr role="row">
          <For each={['at', 'who', 'what', 'why', 'where', 'whom'] as const}>
            {(column) => (
              <th role="columnheader" scope="col">
                {words()[column]}
              </th>
            )}
          </For>
        </tr>
      </thead>
      <tbody role="rowgroup">
        <For each={props.rows}>
          {(row) => (
            <tr role="row" data-testid="log-row">
              <td role="cell" class="log-at" data-label={words().at}>
                {dayAndTime(row.at)}
              </td>
              <td role="cell" data-label={words().who}>
                <Show when={row.person} fallback={words().system}>
                  {(person) => (
                    <>
                      {person().name}
                      <small>{roleText(person().role)}</small>
                    </>
                  )}
                </Show>
              </td>
              <td role="cell" data-label={words().what}>
                {accessActionTexts()[row.action]}
                <Show when={row.target}>
                  {(target) => <small>{targetText(target(), state())}</small>}
                </Show>
              </td>
              <td role="cell" data-label={words().why}>
                {accessPurposeTexts()[row.purpose]}
              </td>
              <td role="cell" data-label={words().where}>
                {row.clinic ?? row.organisation ?? ''}
                <Show when={row.clinic !== null && row.organisation}>
                  {(organisation) => <small>{organisation()}</small>}
                </Show>
              </td>
              <td role="cell" data-label={words().whom}>
                <Show when={row.citizen} fallback={<span class="log-none">{words().nobody}</span>}>
                  {(citizen) => (
                    <>
                      {words().pseudonym} <code>{citizen()}</code>
                    </>
                  )}
                </Show>
              </td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}
