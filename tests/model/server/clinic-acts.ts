import { consultationIn, ENDED_IS_KEPT, entriesOf, refusalOf } from '@naervaer/machines/clinic';
import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import { ATTESTATION_VERSION, formatCitizenNumber } from '@naervaer/machines/protocol';
import type { CommandInput, ConsultationId, Outcome, PersonId } from '@naervaer/machines/protocol';
import { GRACE_MS } from '@naervaer/sync-server/presence/index.ts';
import { eventually } from '../../support/eventually.ts';
import { DOCTORS } from './clinic-world.ts';
import type { ClinicWorld } from './clinic-world.ts';
import { isPossible, sidePerson } from './clinic-possible.ts';
import type { Person } from './person.ts';
import { expectOutcome } from './practice.ts';

/** One event of a clinic, and the clinic that the model has before it. */
export interface Deed {
  readonly event: ClinicEvent;
  readonly before: ClinicSnapshot;
}

type DeedOf<TType extends ClinicEvent['type']> = Deed & {
  readonly event: Extract<ClinicEvent, { type: TType }>;
};

/** Something more than grace, so that the clock is past it for certain. */
const MISSED = GRACE_MS + 100;
const MOMENT = 1_000;

/** SE1 is asked first: one who has nothing to do with a consultation learns nothing of it. */
function refusalAtServer({ before, event }: Deed, who: PersonId): Outcome {
  const isDoctor = DOCTORS.includes(who);
  const known = 'consultationId' in event && consultationIn(before.context, event.consultationId);
  const isWaiter = known && known.context.request.waiter.personId === who;
  if (event.type !== 'JOIN' && !isDoctor && !isWaiter)
    return { status: 'refused', code: 'forbidden' };
  const refusal = refusalOf(before, event);
  return refusal === undefined ? { status: 'accepted' } : { status: 'refused', ...refusal };
}

async function say(
  world: ClinicWorld,
  deed: Deed,
  who: PersonId,
  command: CommandInput,
): Promise<void> {
  // The others may well hear nothing of it, but nobody can do it: see `isPossible`.
  if (!isPossible(deed.before, deed.event)) return;
  const person = await world.played(who);
  await person.come();
  const expected = refusalAtServer(deed, who);
  const told = await person.ask(command);
  if (expected.status === 'refused' && expected.holder !== undefined) {
    const colleague = consultationHolder(deed);
    const { name } = await world.played(colleague ?? who);
    expectOutcome(told, { ...expected, holder: name });
  } else expectOutcome(told, expected);
  await world.practice.settle();
}

const consultationHolder = ({ before, event }: Deed): PersonId | undefined =>
  'consultationId' in event ? sidePerson(before, event.consultationId, 'clinician') : undefined;

/** What anybody of the clinic may say: by the colleague who is always in reach. */
async function sayAtClinic(world: ClinicWorld, deed: Deed, command: CommandInput): Promise<void> {
  const refusal = refusalOf(deed.before, deed.event);
  const expected: Outcome =
    refusal === undefined ? { status: 'accepted' } : { status: 'refused', ...refusal };
  expectOutcome(await world.observer.ask(command), expected);
  await world.practice.settle();
}

async function join(world: ClinicWorld, deed: DeedOf<'JOIN'>): Promise<void> {
  const { event, before } = deed;
  const { practice, ids, overSince } = world;
  const person = await world.played(event.waiter.personId);
  const { way, reason, part, present, check, citizen, attestation, consultationId } = event;
  const [clinic] = world.observer.client.person.info.clinics;
  const ydernummer = clinic?.ydernummer ?? '';
  const joining = { ydernummer, reason, part, present: [...present], check };
  const command: CommandInput =
    way === 'caregiverWithCpr' && citizen !== null && attestation !== null
      ? {
          type: 'joinOnBehalf',
          ...joining,
          citizen: { number: formatCitizenNumber(citizen.digits), name: citizen.name },
          attestation: { version: ATTESTATION_VERSION, consented: true },
        }
      : { type: 'joinWithoutCpr', ...joining, agreed: true };
  const known = consultationIn(before.context, consultationId);
  if (known !== undefined && known.context.endedAt !== null) {
    // A consultation bears its join's id, so this is the same command once more: it gets the first
    // one's outcome, which is kept, and does nothing (CM2). The actor is not asked again.
    await person.come();
    const id = ids.get(consultationId) ?? '';
    person.client.putRaw(id, { id, v: 1, command });
    await eventually('the same outcome', () => !person.client.unanswered().includes(id));
    await practice.settle();
    return;
  }
  if (!isPossible(before, event)) return;
  await person.come();
  const id = person.client.send(command);
  expectOutcome(await person.client.outcome(id), refusalAtServer(deed, event.waiter.personId));
  if (refusalOf(before, event) === undefined) {
    ids.set(consultationId, id as string as ConsultationId);
    overSince.delete(consultationId);
  }
  await practice.settle();
}

/** The side's devices are out of reach for longer than a reload takes. */
async function away(world: ClinicWorld, { event, before }: DeedOf<'AWAY'>): Promise<void> {
  const who = sidePerson(before, event.consultationId, event.side);
  // Nobody is on that side: there is nobody to be missed.
  if (who === undefined) return;
  await world.practice.lose(await world.played(who));
  await world.practice.skip(MISSED);
  await world.practice.settle();
}

async function back(world: ClinicWorld, { event, before }: DeedOf<'BACK'>): Promise<void> {
  const who = sidePerson(before, event.consultationId, event.side);
  if (who === undefined) return;
  const person = await world.played(who);
  if (person.isHere) await anotherDevice(world, person);
  else await person.come();
  await person.client.heard();
  await world.practice.settle();
}

/** Somebody who was here all the time comes once more, on another device. */
async function anotherDevice({ practice }: ClinicWorld, { name }: Person): Promise<void> {
  const device = await practice.device(name);
  await device.client.heard();
  device.leave();
}

/** Moves the clock to what is due in the model, and waits for what it does. */
async function deadline(world: ClinicWorld, { event, before }: DeedOf<'DEADLINE'>): Promise<void> {
  const { practice, overSince, observer } = world;
  const dues = entriesOf(before.context).flatMap(([id, { context }]) => {
    const ends = context.endedAt === null ? context.deadline : context.endedAt + ENDED_IS_KEPT;
    if (ends === null || ends > event.at) return [];
    const since = overSince.get(id);
    if (context.endedAt !== null) return since === undefined ? [] : [since + ENDED_IS_KEPT];
    return observer.consultation(world.idOf(id))?.deadline ?? [];
  });
  const due = Math.max(practice.now() + MOMENT, ...dues);
  await practice.skip(due - practice.now() + MOMENT);
  await practice.settle();
}

type Acts = {
  readonly [TType in ClinicEvent['type']]: (
    world: ClinicWorld,
    deed: DeedOf<TType>,
  ) => Promise<void>;
};

/** What each event of a clinic is among real people. */
const ACTS: Acts = {
  OPEN: (world, deed) =>
    sayAtClinic(world, deed, { type: 'openClinic', clinicId: world.practice.clinicId }),
  CLOSE: (world, deed) =>
    sayAtClinic(world, deed, { type: 'closeClinic', clinicId: world.practice.clinicId }),
  TELL_ALL: (world, deed) => sayAtClinic(world, deed, tellWaiters(world, deed.event, null)),
  TELL: (world, deed) =>
    sayAtClinic(world, deed, tellWaiters(world, deed.event, world.idOf(deed.event.consultationId))),
  JOIN: join,
  CLAIM: (world, deed) =>
    say(world, deed, deed.event.by.personId, { type: 'claim', ...on(world, deed.event) }),
  RELEASE: (world, deed) =>
    say(world, deed, deed.event.by.personId, { type: 'release', ...on(world, deed.event) }),
  REJECT: (world, deed) => {
    const { by, instead, note } = deed.event;
    return say(world, deed, by.personId, {
      type: 'reject',
      ...on(world, deed.event),
      instead,
      note,
    });
  },
  LEAVE: (world, deed) =>
    say(world, deed, deed.event.by, { type: 'leaveQueue', ...on(world, deed.event) }),
  ENTER: (world, deed) =>
    say(world, deed, deed.event.by, { type: 'enterCall', ...on(world, deed.event) }),
  END: (world, deed) =>
    say(world, deed, deed.event.by, { type: 'endCall', ...on(world, deed.event) }),
  AWAY: away,
  BACK: back,
  DEADLINE: deadline,
};

/** Does it, and resolves when everybody in reach has been shown what came of it. */
export function act(world: ClinicWorld, deed: Deed): Promise<void> {
  // The table is keyed by the event's type; TypeScript cannot follow a key that is a union.
  const todo: (world: ClinicWorld, deed: never) => Promise<void> = ACTS[deed.event.type];
  return todo(world, deed as never);
}

const on = (world: ClinicWorld, event: { readonly consultationId: ConsultationId }) => ({
  clinicId: world.practice.clinicId,
  consultationId: world.idOf(event.consultationId),
});

/** The minutes of the protocol's closed list. */
type Late = Extract<CommandInput, { type: 'tellWaiters' }>['late'];
const tellWaiters = (
  { practice }: ClinicWorld,
  { late, text }: { readonly late: number | null; readonly text: string },
  consultationId: ConsultationId | null,
): CommandInput => ({
  type: 'tellWaiters',
  clinicId: practice.clinicId,
  consultationId,
  late: late as Late,
  text,
});
