import { KEYS } from '@naervaer/machines/protocol';
import type {
  BoardView,
  ClinicId,
  CommandId,
  CommandInput,
  ConsultationId,
  ConsultationView,
  LobbyView,
  Outcome,
  SessionId,
  SyncToken,
} from '@naervaer/machines/protocol';
import { createRoot } from 'solid-js';
import type * as Y from 'yjs';
import { boardKind, consultationKind, lobbyKind } from '../../../apps/kit/session/kinds.ts';
import { createViews } from '../../../apps/kit/session/views.ts';
import type { ViewKind, Views } from '../../../apps/kit/session/views.ts';
import type { Fact, Page as PageFact, ShownView } from '../facts.ts';
import type { Process } from '../kernel/process.ts';
import { SILENCE_MS } from '../world/server.ts';
import type { Browser } from './browser.ts';
import { kit } from './kit.ts';
import type { Connection, Outbox, Tokens } from './kit.ts';

/** The real client of one page, from its load to its end. */
export interface Page {
  readonly fact: PageFact;
  readonly process: Process;
  /** Undefined until the outbox is open. */
  readonly outbox: Outbox | undefined;
  readonly isSignedOut: boolean;
  send(command: CommandInput, id?: CommandId): CommandId | undefined;
  withdraw(id: CommandId): void;
  board(clinicId: ClinicId): BoardView | undefined;
  lobby(clinicId: ClinicId): LobbyView | undefined;
  consultation(id: ConsultationId): ConsultationView | undefined;
  /** Looks away from whatever it looked at, e.g. another clinic's lobby. */
  forget(key: string): void;
  /** Compares what its screen shows with what it showed. */
  look(): void;
  /** What it keeps of what it asked for. */
  pending(): readonly CommandId[];
  /** The person signs out: everything here is deleted. */
  signOut(): void;
  /** The page is gone, without a word. */
  died(): void;
}

interface Deps {
  readonly fact: PageFact;
  readonly process: Process;
  readonly browser: Browser;
  readonly tab: number;
  readonly emit: (fact: Fact) => void;
  /** All that was said in this session on this device. */
  said(): CommandId[];
  /** Counts what a person said in one tab, over reloads. */
  readonly nextOrder: () => number;
  syncToken(): Promise<SyncToken>;
  /** Whose cookie it is by now; undefined for nobody's. */
  sessionHere(): Promise<SessionId | undefined>;
  endSession(): void;
  /** The page is ready: its outbox is open. */
  onReady(): void;
  onTold(id: CommandId, outcome: Outcome): void;
  onShown(shown: ShownView): void;
}

interface Watched {
  readonly kind: ShownView['kind'];
  readonly read: () => unknown;
  readonly shown: (view: unknown) => ShownView;
  readonly drop: () => void;
  last: unknown;
}

/** A line is felt seldom, or a quiet day of an open board would be 20,000 messages. */
const PACE = { pulseMs: 10 * 60_000, silenceMs: SILENCE_MS, patienceMs: 60_000 };

const MAPS = [KEYS.board, KEYS.rows, KEYS.lobby, KEYS.consultation] as const;

/** All that a copy of a view document holds, whoever wrote it. */
export const contentOf = (document: Y.Doc): Record<string, Record<string, unknown>> =>
  Object.fromEntries(
    MAPS.flatMap((name) => {
      const map = document.getMap(name);
      return map.size === 0 ? [] : [[name, Object.fromEntries(map.entries())]];
    }),
  );

export function openPage(deps: Deps): Page {
  const { fact, process, browser, emit } = deps;
  const watched = new Map<string, Watched>();
  const asking = new Map<CommandId, { readonly command: CommandInput; readonly order: number }>();
  const withdrawing = new Set<CommandId>();
  let open: { outbox: Outbox; tokens: Tokens; connection: Connection; views: Views } | undefined;
  let isSignedOut = false;

  /** A command exists for the world when the device's disk has it, whatever the page knows. */
  function onWritten(key: string, text: string): void {
    if (!key.startsWith('outbox/')) return;
    const kept = JSON.parse(text) as Readonly<Record<string, readonly [string, unknown][]>>;
    // Not any word of the text: what is said of a consultation holds the id of its join.
    const ids = new Set(Object.values(kept).flatMap((entries) => entries.map(([id]) => id)));
    for (const [id, { command, order }] of asking) {
      if (!ids.has(id)) continue;
      asking.delete(id);
      emit({ kind: 'asked', page: fact, id, command, order, tab: deps.tab });
    }
    for (const id of withdrawing) {
      if (ids.has(id)) continue;
      withdrawing.delete(id);
      emit({ kind: 'withdrawn', page: fact, id });
    }
  }
  const vault = browser.openVault(process, fact.sessionId, onWritten);

  async function start(): Promise<void> {
    const outbox = await kit.openOutbox(vault, browser.tabs(process, deps.tab));
    const outcomes = outbox.document.getMap<Outcome>(KEYS.outcomes);
    outcomes.observe((event) => {
      for (const id of event.keysChanged) {
        const outcome = outcomes.get(id);
        if (outcome === undefined) continue;
        emit({ kind: 'told', page: fact, id: id as CommandId, outcome });
        deps.onTold(id as CommandId, outcome);
      }
    });
    // From here on as `start` of the kit's session does.
    const tokens = kit.createTokens({ syncToken: deps.syncToken }, () => {
      isSignedOut = true;
      connection.signedOut();
      forgetAll();
    });
    // A tab that missed its own end, and somebody is signed in on this device by now.
    async function whoIsHere(): Promise<void> {
      const here = await deps.sessionHere().catch(() => fact.sessionId);
      if (here !== fact.sessionId) tokens.end();
    }
    const app = fact.role === 'caregiver' ? 'tablet' : 'board';
    const connection = kit.createConnection(app, fact.sessionId, outbox, tokens, PACE, () => {
      void whoIsHere();
    });
    const views = createViews({
      socket: connection.socket,
      token: tokens.token,
      onDenied(reason) {
        if (reason === 'signedOut' || reason === 'sessionExpired') void tokens.probe();
      },
    });
    open = { outbox, tokens, connection, views };
    deps.onReady();
  }
  void start();

  function close(): void {
    const closing = open;
    open = undefined;
    for (const key of watched.keys()) forget(key);
    closing?.tokens.close();
    closing?.views.close();
    closing?.connection.close();
    closing?.outbox.close();
  }
  function forgetAll(): void {
    close();
    void vault.destroy();
  }

  function forget(key: string): void {
    const each = watched.get(key);
    if (each === undefined) return;
    watched.delete(key);
    each.drop();
    emit({ kind: 'hidden', page: fact, shown: each.shown(each.last) });
  }

  function watch<T>(
    key: string,
    kind: ViewKind<T>,
    shown: (view: T | undefined) => ShownView,
  ): T | undefined {
    const present = watched.get(key);
    if (present !== undefined) return present.read() as T | undefined;
    if (open === undefined) return undefined;
    const { views } = open;
    let name = '';
    const seen: ViewKind<T> = {
      name: (epoch) => (name = kind.name(epoch)),
      read(document) {
        emit({ kind: 'copied', page: fact, document: name, content: contentOf(document) });
        return kind.read(document);
      },
    };
    createRoot((drop) => {
      const read = views.open(key, seen);
      watched.set(key, {
        kind: shown(undefined).kind,
        read,
        shown: shown as (view: unknown) => ShownView,
        drop,
        last: undefined,
      });
    });
    return undefined;
  }

  return {
    fact,
    process,
    get outbox() {
      return open?.outbox;
    },
    get isSignedOut() {
      return isSignedOut;
    },
    send(command, given) {
      if (open === undefined) return undefined;
      const id = given ?? open.outbox.newId();
      deps.said().push(id);
      asking.set(id, { command, order: deps.nextOrder() });
      open.outbox.add(id, command).catch(() => asking.delete(id));
      return id;
    },
    withdraw(id) {
      if (open === undefined) return;
      if (withdrawing.has(id)) return;
      withdrawing.add(id);
      void open.outbox.withdraw(id).then((isBack) => {
        if (!isBack) withdrawing.delete(id);
      });
    },
    board: (clinicId) =>
      watch(`board/${clinicId}`, boardKind(clinicId), (view) => ({
        kind: 'board',
        clinicId,
        view,
      })),
    lobby: (clinicId) =>
      watch(`lobby/${clinicId}`, lobbyKind(clinicId), (view) => ({
        kind: 'lobby',
        clinicId,
        view,
      })),
    consultation: (consultationId) =>
      watch(`consultation/${consultationId}`, consultationKind(consultationId), (view) => ({
        kind: 'consultation',
        consultationId,
        view,
      })),
    forget,
    look() {
      for (const each of watched.values()) {
        const view = each.read();
        if (view === each.last) continue;
        each.last = view;
        const shown = each.shown(view);
        emit({ kind: 'shown', page: fact, shown });
        deps.onShown(shown);
      }
    },
    pending() {
      if (open === undefined) return [];
      const { outbox } = open;
      const offered = [...outbox.document.getMap(KEYS.outbox).keys()] as CommandId[];
      const held = deps.said().filter((id) => outbox.isHeld(id));
      return [...offered, ...held];
    },
    signOut() {
      if (open === undefined) return;
      isSignedOut = true;
      close();
      deps.endSession();
      void vault.destroy();
    },
    died() {
      open = undefined;
      for (const key of watched.keys()) {
        const each = watched.get(key);
        watched.delete(key);
        if (each !== undefined) {
          emit({ kind: 'hidden', page: fact, shown: each.shown(each.last) });
        }
      }
    },
  };
}
