import type {
  BoardView,
  ClinicId,
  CommandInput,
  ConsultationId,
  ConsultationView,
  LobbyView,
  Outcome,
  PersonId,
  SessionInfo,
} from '@naervaer/machines/protocol';
import type { DemoPerson } from '@naervaer/sync-server/demo/people.ts';
import { CookieJar } from '../../support/cookies.ts';
import { eventually } from '../../support/eventually.ts';
import { signIn } from '../../support/sign-in.ts';
import type { SignedInPerson } from '../../support/sign-in.ts';
import { syncClient } from '../../support/sync-client.ts';
import type { OpenView, SyncClient } from '../../support/sync-client.ts';

const MINUTE = 60_000;
/** A sync token lives five minutes; the server asks for a new one a minute before. */
const TOKEN_IS_FRESH = 3.5 * MINUTE;
/** A client keeps a token for another minute, by which it must be good still. */
const TOKEN_IS_NEW = MINUTE;
/** What a session bears without a new token, and at all; each a little less than at the server. */
const SESSION_BEARS = { caregiver: 55 * MINUTE, clinician: 11 * 60 * MINUTE } as const;
const SIGNED_IN_FOR = { caregiver: 9 * 60 * MINUTE, clinician: 11 * 60 * MINUTE } as const;

/** Somebody of the demo with one device, over whatever sessions it takes. */
export interface Person {
  readonly name: string;
  readonly id: PersonId;
  /** The present session's. */
  readonly client: SyncClient;
  /** Whether the device is in reach. */
  readonly isHere: boolean;
  /** For good. */
  readonly isGone: boolean;
  ask(command: CommandInput): Promise<Outcome>;
  /** Whom the server takes this device's browser for; null when the session is over. */
  session(): Promise<SessionInfo | null>;
  /** What the screen shows now; undefined before the first copy, or when there is nothing. */
  board(clinicId: ClinicId): BoardView | undefined;
  lobby(clinicId: ClinicId): LobbyView | undefined;
  consultation(id: ConsultationId): ConsultationView | undefined;
  /** Looks no more at any consultation. */
  forget(): void;
  go(): void;
  /** In reach again, in a new session when the old one ran out meanwhile. */
  come(): Promise<void>;
  /** For somebody in reach: keeps the line and the session as an open page does. */
  renew(how?: 'when due' | 'now'): Promise<void>;
  leave(): void;
}

export async function signedIn(deps: {
  readonly origin: string;
  readonly who: DemoPerson;
  readonly now: () => number;
}): Promise<Person> {
  const { origin, who, now } = deps;
  const { role } = who;
  if (role !== 'caregiver' && role !== 'clinician') throw new Error(`${who.name} has no way in`);
  const jar = new CookieJar();
  const views = new Map<string, OpenView<unknown>>();
  let signedAt = 0;
  let tokenAt = 0;
  let isHere = false;
  let isGone = false;
  let client: SyncClient;

  async function enter(): Promise<void> {
    const person: SignedInPerson = await signIn(origin, who, jar);
    signedAt = tokenAt = now();
    client = syncClient(
      {
        ...person,
        async token() {
          for (;;) {
            const asked = now();
            const token = await person.token();
            // Time may have been skipped while it was under way: then it is as old as the question.
            if (now() - asked > TOKEN_IS_NEW) continue;
            tokenAt = asked;
            return token;
          }
        },
      },
      now,
    );
    await online();
  }
  async function online(): Promise<void> {
    await eventually(`${who.name} online`, () => client.isOnline());
    isHere = true;
  }
  function drop(): void {
    views.clear();
    client.close();
  }
  const isOver = (): boolean =>
    now() - signedAt > SIGNED_IN_FOR[role] || now() - tokenAt > SESSION_BEARS[role];

  function seen<T>(key: string, open: () => OpenView<T>): T | undefined {
    const view = (views.get(key) as OpenView<T> | undefined) ?? open();
    views.set(key, view);
    return view.value();
  }

  await enter();
  const self: Person = {
    name: who.name,
    id: who.id,
    get client() {
      return client;
    },
    get isHere() {
      return isHere;
    },
    get isGone() {
      return isGone;
    },
    ask: (command) => client.ask(command),
    async session() {
      const answer = await fetch(`${origin}/api/session`, { headers: { cookie: jar.header() } });
      return (await answer.json()) as SessionInfo | null;
    },
    board: (id) => seen(`board/${id}`, () => client.board(id)),
    lobby: (id) => seen(`lobby/${id}`, () => client.lobby(id)),
    consultation: (id) => seen(`consultation/${id}`, () => client.consultation(id)),
    forget() {
      for (const [key, view] of views) {
        if (!key.startsWith('consultation/')) continue;
        views.delete(key);
        view.close();
      }
    },
    go() {
      isHere = false;
      client.disconnect();
    },
    async come() {
      if (isHere) return;
      if (isOver()) {
        drop();
        return enter();
      }
      await eventually('the old line gone', () => !client.isOnline());
      client.connect();
      await online();
    },
    async renew(how = 'when due') {
      if (!isHere) return;
      if (!isOver()) {
        // A line that the server cut is perhaps being made anew. The provider takes no notice of who
        // cuts it then and connects at once: it would stay cut.
        await online();
        if (how === 'when due' && now() - tokenAt < TOKEN_IS_FRESH) return;
      }
      self.go();
      await self.come();
    },
    leave() {
      isHere = false;
      isGone = true;
      drop();
    },
  };
  return self;
}
