import type {
  ClinicId,
  CommandId,
  CommandInput,
  ConsultationId,
  ConsultationView,
  LobbyView,
  Outcome,
} from '@naervaer/machines/protocol';
import { KEYS } from '@naervaer/machines/protocol';
import { joinOnBehalf, joinWithoutCpr } from './samples.ts';
import type { Random } from './random.ts';
import type { OpenView, SyncClient } from './sync-client.ts';

/** The clinic in which somebody works. */
export interface Workplace {
  readonly id: ClinicId;
  readonly name: string;
  readonly ydernummer: string;
}

/** Somebody who works by chance, and remembers all that they asked for and were told. */
export interface Worker {
  readonly client: SyncClient;
  readonly sent: ReadonlyMap<CommandId, CommandInput>;
  /** Every telling of every outcome; one that was told again must be the same. */
  readonly tellings: readonly { readonly id: string; readonly outcome: Outcome }[];
  /** One thing that a person might do now, sensible or not. */
  act(): void;
  readonly board: ReturnType<SyncClient['board']> | undefined;
  readonly lobby: OpenView<LobbyView>;
  consultations(): ReadonlyMap<ConsultationId, OpenView<ConsultationView>>;
}

/** Consultations that a caregiver keeps open: the present one and the one before. */
const OPEN_VIEWS = 2;

function remembering(client: SyncClient) {
  const sent = new Map<CommandId, CommandInput>();
  const tellings: { id: string; outcome: Outcome }[] = [];
  const outcomes = client.document.getMap<Outcome>(KEYS.outcomes);
  outcomes.observe(({ keysChanged }) => {
    for (const id of keysChanged) {
      const outcome = outcomes.get(id);
      if (outcome !== undefined) tellings.push({ id, outcome });
    }
  });
  const send = (command: CommandInput): CommandId => {
    const id = client.send(command);
    sent.set(id, command);
    return id;
  };
  return { sent, tellings, send };
}

/** Joins, leaves, enters, ends; now and then what is not possible just now. */
export function caregiver(
  client: SyncClient,
  { id: clinicId, ydernummer }: Workplace,
  citizen: { readonly number: string; readonly name: string },
  random: Random,
): Worker {
  const { sent, tellings, send } = remembering(client);
  const views = new Map<ConsultationId, OpenView<ConsultationView>>();
  const lobby = client.lobby(clinicId);
  let mine: CommandId | undefined;

  function join(): void {
    const command =
      random.next() < 0.5 ? joinOnBehalf(ydernummer, citizen) : joinWithoutCpr(ydernummer);
    const id = send(command);
    // A second join while the first stands is refused, and is not the one to follow.
    if (mine !== undefined) return;
    mine = id;
    void client.outcome(id).then(({ status }) => {
      if (status === 'refused') return void (mine = undefined);
      const consultationId = id as string as ConsultationId;
      views.set(consultationId, client.consultation(consultationId));
      const [oldest] = views.keys();
      if (views.size <= OPEN_VIEWS || oldest === undefined) return;
      views.get(oldest)?.close();
      views.delete(oldest);
    });
  }

  return {
    client,
    sent,
    tellings,
    board: undefined,
    lobby,
    consultations: () => views,
    act() {
      const chance = random.next();
      if (mine === undefined || chance < 0.1) return join();
      const consultationId = mine as string as ConsultationId;
      const state = views.get(consultationId)?.value()?.state;
      if (state !== undefined && ['ended', 'rejected', 'cancelled', 'expired'].includes(state)) {
        mine = undefined;
        return join();
      }
      const on = { clinicId, consultationId };
      if (chance < 0.3) send({ type: 'leaveQueue', ...on });
      else if (chance < 0.75) send({ type: 'enterCall', ...on });
      else send({ type: 'endCall', ...on });
    },
  };
}

/** Opens, closes, claims, releases, rejects, enters, ends and tells; not always their own. */
export function clinician(client: SyncClient, { id: clinicId }: Workplace, random: Random): Worker {
  const { sent, tellings, send } = remembering(client);
  const board = client.board(clinicId);
  const { personId } = client.person.info;
  let told = 0;

  return {
    client,
    sent,
    tellings,
    board,
    lobby: client.lobby(clinicId),
    consultations: () => new Map(),
    act() {
      const { head, rows = [] } = board.value() ?? {};
      const chance = random.next();
      if (chance < 0.03) return void send({ type: 'closeClinic', clinicId });
      if (chance < 0.05 || (head !== undefined && head.mode !== 'open')) {
        return void send({ type: 'openClinic', clinicId });
      }
      const held = rows.find(({ holder }) => holder?.personId === personId);
      const row = chance < 0.9 ? (held ?? random.pick(rows)) : random.pick(rows);
      if (chance < 0.12 || row === undefined) {
        told += 1;
        const consultationId = random.next() < 0.5 ? null : (row?.consultationId ?? null);
        const text = `Besked ${told}`;
        return void send({ type: 'tellWaiters', clinicId, consultationId, late: 10, text });
      }
      const on = { clinicId, consultationId: row.consultationId };
      if (row.holder === null && chance < 0.7) send({ type: 'claim', ...on });
      else if (chance < 0.25) send({ type: 'release', ...on });
      else if (chance < 0.35) {
        told += 1;
        send({ type: 'reject', ...on, instead: 'phone', note: `Ring ${told}` });
      } else if (chance < 0.75) send({ type: 'enterCall', ...on });
      else send({ type: 'endCall', ...on });
    },
  };
}
