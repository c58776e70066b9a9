import { createSignal } from 'solid-js';
import {
  newCommandId,
  type ClinicId,
  type CommandId,
  type CommandInput,
  type ConsultationView,
  type LobbyView,
} from '@naervaer/machines/protocol';
import type { Delivery, Line, Session } from '../../../../apps/kit/session/types.ts';

/**
 * Stands in for `@naervaer/kit/session` when the tablet's screens are looked at without a server.
 * The test holds the strings: `fake.line(…)`, `fake.lobby(…)`, `fake.view(…)`, `fake.settle(…)`.
 */
export type { Session } from '../../../../apps/kit/session/types.ts';

interface Page {
  readonly location: { readonly search: string };
  readonly sessionStorage: {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
    removeItem(key: string): void;
  };
}
const page = globalThis as unknown as Page;
const START = page.sessionStorage.getItem('fake.start') ?? 'signedIn';
const VAULT = 'fake.vault.';
const CLINIC = 'laegehuset-soendergade' as ClinicId;

const lobbyOf = (mode: LobbyView['mode']): LobbyView => ({
  clinicId: CLINIC,
  name: 'Lægehuset Søndergade',
  mode,
  message: null,
  queueLength: 2,
  wait: { low: 10, high: 20, isEstimated: false },
});

export const handOver = async (): Promise<void> => undefined;

export async function openSession(): Promise<Session | 'signedOut' | 'offline'> {
  if (START === 'signedOut' || START === 'offline') return START;
  const [line, setLine] = createSignal<Line>({ kind: 'online' });
  const [lobby, setLobby] = createSignal<LobbyView | undefined>(lobbyOf('open'));
  const [view, setView] = createSignal<ConsultationView>();
  const [pending, setPending] = createSignal(0);
  const deliveries = new Map<CommandId, ReturnType<typeof createSignal<Delivery>>>();
  const sent: CommandInput[] = [];

  const track = (id: CommandId) => {
    const known = deliveries.get(id);
    if (known) return known;
    const made = createSignal<Delivery>({ kind: line().kind === 'online' ? 'sent' : 'kept' });
    deliveries.set(id, made);
    return made;
  };
  const settle = (delivery: Delivery) => {
    for (const [, set] of deliveries.values()) set(delivery);
    setPending(0);
  };

  const session: Session = {
    info: {
      sessionId: '01980000-0000-7000-8000-000000000000',
      personId: 'aaby.mette',
      name: 'Mette Lund',
      role: 'caregiver',
      organisation: { id: 'aaby', name: 'Aaby Kommune' },
      units: [
        { id: 'solbakken', name: 'Plejehjemmet Solbakken', careArea: 'nursingHome' },
        { id: 'nord', name: 'Hjemmesygeplejen Nord', careArea: 'homeNursing' },
      ],
      clinics: [],
      profile:
        START === 'new'
          ? null
          : { jobRole: 'nurse', unitId: 'solbakken', unitName: 'Plejehjemmet Solbakken' },
      open: [],
      vaultKey: '',
      now: Date.now(),
      expiresAt: Date.now() + 3_600_000,
    } as unknown as Session['info'],
    line,
    clockOffset: () => 0,
    newId: newCommandId,
    async send(command, id = newCommandId()) {
      sent.push(command);
      track(id);
      setPending((count) => count + 1);
      return id;
    },
    withdraw: async () => false,
    ask: async () => ({ status: 'accepted' }),
    delivery: (id) => track(id)[0],
    pending,
    board: () => () => undefined,
    lobby: () => lobby,
    consultation: () => view,
    joinMedia: () => Promise.reject(new Error('no server behind a fake session')),
    hurry: () => undefined,
    vault: {
      async get<T>(key: string) {
        const kept = page.sessionStorage.getItem(VAULT + key);
        return kept === null ? undefined : (JSON.parse(kept) as T);
      },
      async put(key, value) {
        page.sessionStorage.setItem(VAULT + key, JSON.stringify(value));
      },
      async delete(key) {
        page.sessionStorage.removeItem(VAULT + key);
      },
    },
    signOut: () => new Promise(() => undefined),
    close: () => undefined,
  };
  const fake = {
    sent,
    settle,
    line: (kind: Line['kind']) =>
      setLine(kind === 'offline' ? { kind, since: Date.now() } : ({ kind } as Line)),
    lobby: (mode: LobbyView['mode'] | undefined) => setLobby(mode && lobbyOf(mode)),
    view: (change: Partial<ConsultationView>) =>
      setView((before) => ({
        ...(before ?? {
          consultationId: '' as ConsultationView['consultationId'],
          clinicId: CLINIC,
          clinicName: 'Lægehuset Søndergade',
          mode: 'open',
          state: 'waiting',
          position: 2,
          wait: { low: 10, high: 20, isEstimated: false },
          message: null,
          clinician: null,
          waiter: 'Mette Lund',
          roomId: null,
          peers: [],
          missing: null,
          deadline: null,
          startedAt: null,
          rejection: null,
          endedBy: null,
        }),
        ...change,
      })),
  };
  Object.assign(globalThis, { fake });
  return session;
}
