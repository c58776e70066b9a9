import { ATTESTATION_VERSION } from '@naervaer/machines/protocol';
import type {
  BoardView,
  ClinicId,
  CommandId,
  CommandInput,
  ConsultationId,
  ConsultationView,
  PersonId,
} from '@naervaer/machines/protocol';
import { mix } from '../kernel/chance.ts';
import { CITIZENS, CLINICS, UNITS } from '../world/town.ts';

/** What a person does next. Which of them it is is picked by a number from what the screen shows. */
export type Wish =
  | { readonly kind: 'send'; readonly command: CommandInput }
  /** The same command, said again with the id that it had. */
  | { readonly kind: 'again'; readonly id: CommandId; readonly command: CommandInput }
  /** Clicked twice: two commands with ids of their own. */
  | { readonly kind: 'twice'; readonly command: CommandInput }
  | { readonly kind: 'withdraw'; readonly id: CommandId };

export interface Said {
  readonly id: CommandId;
  readonly command: CommandInput;
}

/** What a person of a caregiver's kind has before them. */
export interface Desk {
  readonly hasProfile: boolean;
  readonly consultation: { readonly id: ConsultationId; readonly clinicId: ClinicId } | undefined;
  readonly view: ConsultationView | undefined;
  readonly said: Said | undefined;
}

interface Weighed {
  readonly weight: number;
  readonly wish: Wish;
}

const send = (weight: number, command: CommandInput): Weighed => ({
  weight,
  wish: { kind: 'send', command },
});

function choose(wishes: readonly Weighed[], choice: number): Wish | undefined {
  const total = wishes.reduce((sum, { weight }) => sum + weight, 0);
  let left = mix(choice, 31) % Math.max(1, total);
  for (const { weight, wish } of wishes) {
    left -= weight;
    if (left >= 0) continue;
    const isTwice = wish.kind === 'send' && mix(choice, 32) % 12 === 0;
    return isTwice ? { kind: 'twice', command: wish.command } : wish;
  }
  return undefined;
}

const pick = <T>(from: readonly T[], choice: number, key: number): T | undefined =>
  from[mix(choice, key) % from.length];

function join(choice: number): CommandInput {
  const { ydernummer } = mix(choice, 33) % 4 === 0 ? CLINICS[1] : CLINICS[0];
  const citizen = pick(CITIZENS, choice, 34) ?? CITIZENS[0];
  const joining = {
    ydernummer,
    reason: 'Sår',
    part: 'withCitizen' as const,
    present: [],
    check: { camera: 'ok', microphone: 'ok', speaker: 'ok', network: 'ok' } as const,
  };
  return mix(choice, 35) % 3 === 0
    ? { type: 'joinWithoutCpr', ...joining, agreed: true }
    : {
        type: 'joinOnBehalf',
        ...joining,
        citizen,
        attestation: { version: ATTESTATION_VERSION, consented: true },
      };
}

export function caregiverWish(desk: Desk, choice: number): Wish | undefined {
  const unit = pick(UNITS, choice, 36) ?? UNITS[0];
  const profile: CommandInput = { type: 'saveProfile', jobRole: 'nurse', unitId: unit.id };
  const wishes: Weighed[] = [send(desk.hasProfile ? 1 : 30, profile)];
  const { consultation, view, said } = desk;
  const isOpen =
    view === undefined
      ? consultation !== undefined
      : !['ended', 'rejected', 'cancelled', 'expired'].includes(view.state);
  wishes.push(send(isOpen ? 1 : 12, join(choice)));
  if (consultation !== undefined) {
    const on = { clinicId: consultation.clinicId, consultationId: consultation.id };
    const state = view?.state;
    wishes.push(
      send(state === 'waiting' ? 3 : 1, { type: 'leaveQueue', ...on }),
      send(state === 'called' || state === 'interrupted' ? 40 : 1, { type: 'enterCall', ...on }),
      send(state === 'ongoing' ? 12 : 1, { type: 'endCall', ...on }),
    );
  }
  if (said !== undefined) {
    wishes.push(
      { weight: 1, wish: { kind: 'again', ...said } },
      { weight: 2, wish: { kind: 'withdraw', id: said.id } },
    );
  }
  return choose(wishes, choice);
}

export function clinicianWish(
  personId: PersonId,
  clinicId: ClinicId,
  board: BoardView | undefined,
  choice: number,
): Wish | undefined {
  const wishes: Weighed[] = [];
  const mode = board?.head.mode;
  wishes.push(
    send(mode === 'open' ? 1 : 20, { type: 'openClinic', clinicId }),
    send(1, { type: 'closeClinic', clinicId }),
    send(2, { type: 'tellWaiters', clinicId, consultationId: null, late: 10, text: '' }),
  );
  for (const row of board?.rows ?? []) {
    const on = { clinicId, consultationId: row.consultationId };
    const isMine = row.holder?.personId === personId;
    const isWaiting = row.state === 'waiting';
    wishes.push(
      send(isWaiting ? 16 : 1, { type: 'claim', ...on }),
      send(isMine ? 2 : 1, { type: 'reject', ...on, instead: 'phone', note: '' }),
      send(1, { type: 'tellWaiters', ...on, late: null, text: 'Straks' }),
    );
    if (!isMine) continue;
    wishes.push(
      send(row.state === 'ongoing' ? 2 : 24, { type: 'enterCall', ...on }),
      send(row.state === 'called' ? 1 : 30, { type: 'endCall', ...on }),
      send(2, { type: 'release', ...on }),
    );
  }
  return choose(wishes, choice);
}
