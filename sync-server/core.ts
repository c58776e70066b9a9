import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import type { Waiter } from '@naervaer/machines/consultation';
import type {
  ClinicId,
  Command,
  ConsultationId,
  DocumentName,
  MediaPeer,
  OrganisationId,
  PersonId,
  PersonKind,
  RoomId,
  SessionId,
} from '@naervaer/machines/protocol';
import { openConsultationsOf } from '@naervaer/machines/views';
import type { Store } from '@naervaer/storage';
import { may, relationsTo } from './access/index.ts';
import { createActorHost, createWhereabouts, factsFrom } from './actors/index.ts';
import type { ActorHost, Whereabouts } from './actors/index.ts';
import type { Clock } from './clock.ts';
import { createAccessWriter, createBoardViews } from './audit/index.ts';
import type { AccessChain, AccessWriter, BoardViews } from './audit/index.ts';
import { createCommitter } from './commit/index.ts';
import type { Committer } from './commit/index.ts';
import type { Directory } from './directory/index.ts';
import { createLookups } from './limits/index.ts';
import type { Sealer } from './keys/index.ts';
import type { Log } from './log.ts';
import type { SecurityLog } from './security-log.ts';
import { createMailbox } from './mailbox/index.ts';
import type { From, Mailbox, Sender } from './mailbox/index.ts';
import { createPresence } from './presence/index.ts';
import type { Presence } from './presence/index.ts';
import { createProjector } from './projector/index.ts';
import type { Projector } from './projector/index.ts';

/** A signed-in person as the core knows them: enough to judge and to name. */
export interface Person {
  readonly personId: PersonId;
  readonly name: string;
  readonly role: PersonKind;
  readonly organisation: { readonly id: OrganisationId; readonly name: string };
  readonly clinics: readonly ClinicId[];
}

/** Everything between the documents and the journal: no HTTP, no socket, no browser. */
export interface Core {
  readonly mailbox: Mailbox;
  /** For what is no command: an administrator's change, a deletion. */
  readonly committer: Committer;
  /** For what is no command and leaves nothing but its line in the access log (P3). */
  readonly access: AccessWriter;
  readonly boardViews: BoardViews;
  readonly host: ActorHost;
  readonly presence: Presence;
  readonly projector: Projector;
  readonly whereabouts: Whereabouts;
  /** The sender of a command, with the profile as saved now. */
  senderOf(person: Person): Promise<Sender>;
  mayRead(person: Person & { sessionId: SessionId }, name: DocumentName): Promise<boolean>;
  /** The room that a consultation has now; undefined outside a call (C7). */
  roomOf(id: ConsultationId): RoomId | undefined;
  /** Loads a clinic that is new, and shows what it is called now to whoever looks at it. */
  showClinic(id: ClinicId): Promise<void>;
  openConsultationsOf(personId: PersonId): { consultationId: ConsultationId; clinicId: ClinicId }[];
  /** Loads every clinic with its deadlines, and watches who comes back (MA2). */
  start(): Promise<void>;
  close(): Promise<void>;
}

interface Deps {
  readonly store: Store;
  readonly directory: Directory;
  readonly sealer: Sealer;
  readonly access: AccessChain;
  readonly clock: Clock;
  readonly log: Log;
  readonly security: Pick<SecurityLog, 'tell'>;
  readonly mode: 'demo' | 'production';
  /** The person behind a sender, so that a command is judged by what is true when its turn comes. */
  personOf(from: From): Promise<Person | undefined>;
  peersOf(id: ConsultationId): readonly MediaPeer[];
  /** A consultation's call is over: its room closes. */
  onCallOver(id: ConsultationId): void;
}

const IN_CALL = ['called', 'ongoing', 'interrupted'];

export function createCore(deps: Deps): Core {
  const { store, directory, sealer, clock, log } = deps;
  const committer = createCommitter({ store, sealer, access: deps.access });
  const whereabouts = createWhereabouts();
  const rooms = new Map<ConsultationId, RoomId>();
  const lookups = createLookups();

  const host = createActorHost({
    store,
    committer,
    sealer,
    clock,
    log,
    factsOf: factsFrom(directory),
    onCommitted: follow,
  });
  const access = createAccessWriter({ committer, clock, log });
  const boardViews = createBoardViews({
    clock,
    snapshotOf: host.peek,
    write: access.writeLater,
  });
  const presence = createPresence({ host, clock, log });
  const projector = createProjector({ snapshotOf: asNamed, peersOf: deps.peersOf });

  /** What a clinic is called is the directory's to say, and may have changed since it was loaded. */
  function asNamed(clinicId: ClinicId): ClinicSnapshot | undefined {
    const snapshot = host.peek(clinicId);
    const clinic = directory.clinic(clinicId);
    if (snapshot === undefined || clinic === undefined) return snapshot;
    const { name, ydernummer } = clinic;
    const { context } = snapshot;
    if (context.name === name && context.ydernummer === ydernummer) return snapshot;
    return { ...snapshot, context: { ...context, name, ydernummer } };
  }

  function follow(clinicId: ClinicId, snapshot: ClinicSnapshot): void {
    whereabouts.onCommitted(clinicId, snapshot);
    presence.onCommitted(clinicId, snapshot);
    followRooms(snapshot);
    boardViews.onCommitted(clinicId, snapshot);
    projector.publish(clinicId);
  }

  /** C7: a room lives as long as its call; a new claim makes a new one. */
  function followRooms({ context }: ClinicSnapshot): void {
    for (const [key, { value, context: consultation }] of Object.entries(context.consultations)) {
      const id = key as ConsultationId;
      const now = IN_CALL.includes(value) ? (consultation.roomId ?? undefined) : undefined;
      const before = rooms.get(id);
      if (before === now) continue;
      if (now === undefined) rooms.delete(id);
      else rooms.set(id, now);
      if (before !== undefined) deps.onCallOver(id);
    }
  }

  async function senderOf(person: Person): Promise<Sender> {
    const { personId, name, role, organisation } = person;
    const sender: Sender = { personId, name, role, organisationId: organisation.id, waiter: null };
    if (role !== 'caregiver') return sender;
    const profile = await directory.profileOf(personId);
    const unit = profile && directory.unit(profile.unitId);
    if (profile === undefined || unit === undefined) return sender;
    const waiter: Waiter = {
      personId,
      name,
      jobRole: profile.jobRole,
      workplace: unit.name,
      careArea: unit.careArea,
      organisationId: organisation.id,
      organisation: organisation.name,
    };
    return { ...sender, waiter };
  }

  function isKnownAt({ clinics, personId }: Person, clinicId: ClinicId): boolean {
    if (clinics.includes(clinicId)) return true;
    const snapshot = host.peek(clinicId);
    return snapshot !== undefined && openConsultationsOf(snapshot, personId).length > 0;
  }

  async function mayCommand(from: From, command: Command, clinicId: ClinicId | undefined) {
    const person = await deps.personOf(from);
    if (person === undefined) return false;
    const act = `send ${command.type}` as const;
    if (clinicId === undefined) return may(person.role, ['signedIn'], act);
    const id = 'consultationId' in command ? command.consultationId : null;
    const consultation = id === null ? undefined : { id, snapshot: await host.committed(clinicId) };
    return may(person.role, relationsTo(person, clinicId, consultation), act);
  }

  const mailbox = createMailbox({
    store,
    committer,
    sealer,
    host,
    clock,
    log,
    security: deps.security,
    mode: deps.mode,
    lookups,
    async refresh(from) {
      const person = await deps.personOf(from);
      return person === undefined ? from : { ...from, ...(await senderOf(person)) };
    },
    clinicByYdernummer: (ydernummer) => directory.clinicByYdernummer(ydernummer)?.id,
    may: mayCommand,
    profileRecord(from, { jobRole, unitId }) {
      const organisationId = directory.unit(unitId)?.organisationId;
      if (organisationId === undefined || organisationId !== from.organisationId) return undefined;
      return directory.profileRecord(from.personId, organisationId, { jobRole, unitId });
    },
  });

  return {
    mailbox,
    committer,
    access,
    boardViews,
    host,
    presence,
    projector,
    whereabouts,
    senderOf,
    async mayRead(person, name) {
      switch (name.kind) {
        case 'session':
          return name.sessionId === person.sessionId && may(person.role, ['own'], 'read session');
        case 'board':
        case 'lobby': {
          if (directory.clinic(name.clinicId) === undefined) {
            await lookups.missed(person.sessionId);
            return false;
          }
          // SE3: who has missed too often finds no clinic but those that they have to do with.
          if (!isKnownAt(person, name.clinicId) && (await lookups.isSpent(person.sessionId))) {
            return false;
          }
          return may(person.role, relationsTo(person, name.clinicId), `read ${name.kind}`);
        }
        case 'consultation': {
          const id = name.consultationId;
          const clinicId = whereabouts.clinicOf(id);
          if (clinicId === undefined) return false;
          const relations = relationsTo(person, clinicId, { id, snapshot: host.peek(clinicId) });
          return may(person.role, relations, 'read consultation');
        }
      }
    },
    roomOf: (id) => rooms.get(id),
    async showClinic(id) {
      await host.loadAll([id]);
      projector.publish(id);
    },
    openConsultationsOf: (personId) =>
      directory.clinics().flatMap(({ id }) => {
        const snapshot = host.peek(id);
        return snapshot === undefined ? [] : openConsultationsOf(snapshot, personId);
      }),
    async start() {
      const ids = directory.clinics().map(({ id }) => id);
      await host.loadAll(ids);
      for (const id of ids) {
        const snapshot = host.peek(id);
        if (snapshot === undefined) continue;
        whereabouts.onCommitted(id, snapshot);
        followRooms(snapshot);
      }
      presence.watchRestored(ids);
    },
    async close() {
      presence.close();
      await mailbox.idle();
      await host.close();
      await access.close();
      await committer.idle();
    },
  };
}
