import { createSignal } from 'solid-js';
import {
  ACCEPTED,
  refused,
  type BoardRow,
  type BoardView,
  type ClinicId,
  type ClinicMode,
  type CommandId,
  type CommandInput,
  type ConsultationView,
  type Outcome,
} from '@naervaer/machines/protocol';
import type { Line, Session } from '../../../../apps/kit/session/types.ts';

/**
 * Stands in for `@naervaer/kit/session` when screens are looked at without a server. What the
 * screen shows is chosen by `?scenario=`; commands change the view a little, as the server would.
 */
export type { Session } from '../../../../apps/kit/session/types.ts';

const MINUTE = 60_000;
const CLINIC = 'laegehuset-soendergade' as ClinicId;
const OTHER = 'laegerne-havnen' as ClinicId;
const ME = { personId: 'klinikker.anne', name: 'Anne Holm' };
const well = { camera: 'ok', microphone: 'ok', speaker: 'ok', network: 'ok' } as const;
const now = Date.now();

function row(index: number, change: Partial<BoardRow>): BoardRow {
  return {
    consultationId: `01980000-0000-7000-8000-00000000000${index}` as BoardRow['consultationId'],
    way: 'caregiverWithCpr',
    state: 'waiting',
    position: index,
    citizen: { name: 'Karen Margrethe Nørgaard', number: '720341-1234' },
    caregiver: {
      name: 'Mette Lund',
      jobRole: 'nurse',
      workplace: 'Plejehjemmet Solbakken',
      organisation: 'Aaby Kommune',
      careArea: 'nursingHome',
    },
    reason: 'Sår på venstre hæl, der ikke vil hele',
    part: 'withCitizen',
    present: [],
    check: well,
    joinedAt: now - 14 * MINUTE,
    awaySince: null,
    expiresAt: null,
    holder: null,
    calledAt: null,
    startedAt: null,
    message: null,
    ...change,
  };
}

const QUEUE: readonly BoardRow[] = [
  row(1, { present: ['relative', 'interpreter'] }),
  row(2, {
    citizen: { name: 'Børge Ødegaard', number: '670238-0021' },
    caregiver: {
      name: 'Sofie Krag',
      jobRole: 'careAssistant',
      workplace: 'Hjemmeplejen Nord',
      organisation: 'Aaby Kommune',
      careArea: 'homeNursing',
    },
    reason: 'Åndenød siden i nat, hævede ben. Har taget sin vanddrivende medicin som aftalt.',
    joinedAt: now - 9 * MINUTE,
    awaySince: now - 42_000,
    expiresAt: now + 29 * MINUTE,
    check: { camera: 'ok', microphone: 'ok', speaker: 'ok', network: 'weak' },
    message: { late: 10, text: '', at: now - MINUTE },
  }),
  row(3, {
    way: 'caregiverWithoutCpr',
    citizen: null,
    caregiver: {
      name: 'Jonas Brandt',
      jobRole: 'pedagogue',
      workplace: 'Botilbuddet Lindehuset',
      organisation: 'Region Midt',
      careArea: 'residentialHome',
    },
    reason: 'Stuegang: tre beboere efter aftale',
    part: 'reportsOnly',
    joinedAt: now - 4 * MINUTE,
    check: { camera: 'unknown', microphone: 'failed', speaker: 'ok', network: 'ok' },
  }),
  row(4, {
    way: 'guest',
    citizen: null,
    caregiver: {
      name: 'Peter Juul',
      jobRole: 'other',
      workplace: 'Pårørende',
      organisation: '',
      careArea: 'other',
    },
    reason: 'Samtale om far',
    check: { camera: 'unknown', microphone: 'unknown', speaker: 'unknown', network: 'unknown' },
    joinedAt: now - 20_000,
  }),
];
/** A busy morning: seven wait. */
const LONG: readonly BoardRow[] = [
  ...QUEUE,
  ...[
    ['Rigmor Abildgaard Christoffersen', '630929-0015', 'Fald i badet i morges, ondt i hoften'],
    ['Kaj Thorup', '710331-0013', 'Urinvejsinfektion, feber 38,6'],
    ['Else Marie Holk', '660835-0018', 'Opfølgning på ny smertestillende medicin'],
  ].map(([name = '', number = '', reason = ''], at) =>
    row(5 + at, { citizen: { name, number }, reason, joinedAt: now - (3 - at) * 50_000 }),
  ),
];
const ofColleague = row(8, {
  state: 'ongoing',
  position: null,
  citizen: { name: 'Inger Thygesen', number: '651145-0022' },
  holder: { personId: 'klinikker.bo', name: 'Bo Frandsen' },
  startedAt: now - 6 * MINUTE,
});
const ofMine = row(9, {
  state: 'ongoing',
  position: null,
  citizen: { name: 'Karen Margrethe Nørgaard', number: '720341-1234' },
  holder: ME,
  startedAt: now - 3 * MINUTE - 12_000,
  present: ['relative'],
});

const SCENARIOS: Record<string, { mode: ClinicMode; rows: readonly BoardRow[]; line?: Line }> = {
  queue: { mode: 'open', rows: [...QUEUE, ofColleague] },
  long: { mode: 'open', rows: LONG },
  mine: { mode: 'closing', rows: [...QUEUE.slice(0, 2), ofMine, ofColleague] },
  empty: { mode: 'open', rows: [] },
  closed: { mode: 'closed', rows: [] },
  offline: { mode: 'open', rows: QUEUE, line: { kind: 'offline', since: now - 2 * MINUTE } },
  refused: { mode: 'open', rows: QUEUE, line: { kind: 'refused', code: 'tooMany' } },
};

const { location } = globalThis as unknown as { location: { search: string } };
const scenario = new URLSearchParams(location.search).get('scenario') ?? 'queue';

export async function openSession(): Promise<Session | 'signedOut' | 'offline'> {
  if (scenario === 'signedOut') return 'signedOut';
  if (scenario === 'noServer') return 'offline';
  const chosen = SCENARIOS[scenario] ?? SCENARIOS['queue'];
  if (!chosen) return 'offline';
  const [line] = createSignal<Line>(chosen.line ?? { kind: 'online' });
  const [pending] = createSignal(chosen.line === undefined ? 0 : 2);
  const [board, setBoard] = createSignal<BoardView>({
    head: {
      clinicId: CLINIC,
      name: 'Lægehuset Søndergade',
      ydernummer: '057584' as BoardView['head']['ydernummer'],
      mode: chosen.mode,
      message: chosen.mode === 'closing' ? { late: 10, text: 'Akut patient', at: now } : null,
    },
    rows: chosen.rows,
  });
  const change = (id: string, to: Partial<BoardRow> | undefined): void => {
    setBoard((view) => ({
      ...view,
      rows: view.rows.flatMap((each) => {
        if (each.consultationId !== id) return [{ ...each }];
        return to === undefined ? [] : [{ ...each, ...to }];
      }),
    }));
  };
  const setMode = (mode: ClinicMode): void => {
    setBoard((view) => ({ ...view, head: { ...view.head, mode } }));
  };

  function decide(command: CommandInput): Outcome {
    switch (command.type) {
      case 'claim':
        if (command.consultationId === QUEUE[3]?.consultationId)
          return refused('alreadyClaimed', 'Bo Frandsen');
        change(command.consultationId, {
          state: 'called',
          position: null,
          holder: ME,
          calledAt: Date.now(),
        });
        return ACCEPTED;
      case 'release':
        change(command.consultationId, { state: 'waiting', position: 1, holder: null });
        return ACCEPTED;
      case 'reject':
      case 'endCall':
        change(command.consultationId, undefined);
        return ACCEPTED;
      case 'openClinic':
        setMode('open');
        return ACCEPTED;
      case 'closeClinic':
        setMode('closing');
        return ACCEPTED;
      default:
        return ACCEPTED;
    }
  }

  const clinics = [
    { id: CLINIC, name: 'Lægehuset Søndergade', ydernummer: '057584' },
    { id: OTHER, name: 'Lægerne ved Havnen', ydernummer: '012345' },
  ].slice(0, scenario === 'mine' ? 2 : 1);
  const asked: CommandInput[] = [];
  Object.assign(globalThis, { asked });
  return {
    info: {
      sessionId: '01980000-0000-7000-8000-000000000000',
      personId: ME.personId,
      name: ME.name,
      role: 'clinician',
      organisation: { id: 'klinikker', name: 'Klinikkerne' },
      units: [],
      clinics: scenario === 'noClinic' ? [] : clinics,
      profile: null,
      open: [],
      vaultKey: '',
      now,
      expiresAt: now + 480 * MINUTE,
    } as unknown as Session['info'],
    line,
    clockOffset: () => 0,
    newId: () => '01980000-0000-7000-8000-0000000000ff' as CommandId,
    send: async (command) => {
      asked.push(command);
      return '01980000-0000-7000-8000-0000000000ff' as CommandId;
    },
    withdraw: async () => false,
    ask: async (command) => {
      asked.push(command);
      await new Promise((resolve) => setTimeout(resolve, 150));
      return decide(command);
    },
    delivery: () => () => ({ kind: 'settled', outcome: ACCEPTED }),
    pending,
    board: () => (scenario === 'loading' ? () => undefined : board),
    lobby: () => () => undefined,
    consultation: () => () => undefined as ConsultationView | undefined,
    joinMedia: () => Promise.reject(new Error('no server behind a fake session')),
    hurry: () => undefined,
    vault: {
      get: async () => undefined,
      put: async () => undefined,
      delete: async () => undefined,
    },
    signOut: async () => undefined,
    close: () => undefined,
  };
}
