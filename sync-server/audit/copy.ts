import type { AccessAction, AccessPurpose, Instant } from '@naervaer/machines/protocol';
import { stringify } from 'csv-stringify/sync';
import type { FoundLine } from './search.ts';

/** What was done, as the citizen reads it. */
const ACTIONS: Readonly<Record<AccessAction, string>> = {
  join: 'Tilmeldt det virtuelle venteværelse',
  leave: 'Afmeldt det virtuelle venteværelse',
  seeOnBoard: 'Vist på klinikkens tavle',
  claim: 'Kaldt ind til videokonsultation',
  release: 'Sat tilbage i køen',
  reject: 'Videokonsultation afvist',
  tell: 'Besked sendt til dem, der ventede',
  enterCall: 'Trådt ind i videokonsultationen',
  endCall: 'Videokonsultation afsluttet',
  expire: 'Pladsen i køen udløb',
  deleteData: 'Oplysninger slettet, da opbevaringstiden var gået',
  eraseCitizen: 'Oplysninger slettet efter anmodning',
  searchAccessLog: 'Opslag i adgangsloggen',
  copyAccessLog: 'Udskrift af adgangsloggen til borgeren',
  signIn: 'Medarbejder logget ind',
  signOut: 'Medarbejder logget ud',
  endSessions: 'Medarbejders adgang afsluttet',
  openClinic: 'Klinikken åbnet for video',
  closeClinic: 'Klinikken lukket for video',
  tellAll: 'Besked sendt til alle, der ventede',
  saveProfile: 'Medarbejders oplysninger gemt',
  change: 'Indstilling ændret',
};

const PURPOSES: Readonly<Record<AccessPurpose, string>> = {
  treatment: 'Behandling',
  administration: 'Administration',
  citizensRight: 'Borgerens ret til indsigt',
  retention: 'Sletning af oplysninger',
};

const COLUMNS = ['Dato', 'Tidspunkt', 'Hvad', 'Formål', 'Organisation', 'Klinik'];
const BY_ITSELF = 'Systemet';

const danish = new Intl.DateTimeFormat('da-DK', {
  timeZone: 'Europe/Copenhagen',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** `2026-11-21` and `13:00:05`, as a clock on a Danish wall showed it. */
export function danishTime(at: Instant): readonly [date: string, time: string] {
  const parts = danish.formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((part) => part.type === type)?.value ?? '';
  return [
    `${of('year')}-${of('month')}-${of('day')}`,
    `${of('hour')}:${of('minute')}:${of('second')}`,
  ];
}

/** One line of text: no control character, and nothing that turns the direction of reading. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/**
 * The citizen's copy (I5): look-ups, dates and purposes, the oldest first, and nobody's name. A
 * spreadsheet reads it as text: what begins like a formula does not become one.
 */
export const copyOf = (lines: readonly FoundLine[]): string =>
  stringify(
    [
      COLUMNS,
      ...lines.map(({ at, body, organisation, clinic }) => [
        ...danishTime(at),
        ACTIONS[body.action],
        PURPOSES[body.purpose],
        oneLine(body.personId === null ? BY_ITSELF : (organisation ?? '')),
        oneLine(clinic ?? ''),
      ]),
    ],
    { bom: true, delimiter: ';', escape_formulas: true, record_delimiter: 'windows' },
  );
