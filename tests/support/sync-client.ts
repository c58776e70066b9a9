import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import {
  boardDocument,
  consultationDocument,
  epochOfReason,
  KEYS,
  lobbyDocument,
  newCommandId,
  PROTOCOL_VERSION,
  sessionDocument,
  UNKNOWN_EPOCH,
} from '@naervaer/machines/protocol';
import type {
  BoardHead,
  BoardRow,
  ClinicId,
  CommandId,
  CommandInput,
  ConsultationId,
  ConsultationView,
  Epoch,
  LobbyView,
  Outcome,
} from '@naervaer/machines/protocol';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { SignedInPerson } from './sign-in.ts';

/** One open view document; `value` is undefined until the first complete copy. */
export interface OpenView<T> {
  readonly value: () => T | undefined;
  readonly denied: () => string | undefined;
  readonly epoch: () => Epoch;
  readonly document: () => Y.Doc;
  /** Calls back after everything that may have changed `value`. */
  onChange(changed: () => void): void;
  close(): void;
}

/**
 * A client without a browser over the real socket, real documents and the real provider: an outbox
 * that outlives its connections, and views that follow the epoch (DC2).
 */
export interface SyncClient {
  readonly person: SignedInPerson;
  readonly document: Y.Doc;
  /** Puts any value under any key, as rubbish as the test wants it. */
  putRaw(key: string, value: unknown): void;
  send(command: CommandInput): CommandId;
  outcome(id: string): Promise<Outcome>;
  /** What this client was told of a command so far. */
  told(id: string): Outcome | undefined;
  /** Commands that still wait for their outcome. */
  unanswered(): readonly string[];
  ask(command: CommandInput): Promise<Outcome>;
  board(clinicId: ClinicId): OpenView<{ head: BoardHead; rows: BoardRow[] }>;
  lobby(clinicId: ClinicId): OpenView<LobbyView>;
  consultation(id: ConsultationId): OpenView<ConsultationView>;
  open<T>(name: (epoch: Epoch) => string, read: (document: Y.Doc) => T | undefined): OpenView<T>;
  readonly isOnline: () => boolean;
  /** What Hocuspocus calls synced: the server has read all; nothing says that it is stored. */
  readonly isSynced: () => boolean;
  /** Resolves when all that the server said before has arrived here; waits for a lost line. */
  heard(): Promise<void>;
  readonly lastClose: () => { code: number; reason: string } | undefined;
  disconnect(): void;
  connect(): void;
  close(): void;
}

/** A token is kept for a while, as in the kit; the server gives it for longer. */
const TOKEN_MS = 60_000;

/** Asks until the server answers: one that is down now is up again in a moment. */
function tokenOf(person: SignedInPerson, now: () => number): () => Promise<string> {
  let kept: { token: string; until: number } | undefined;
  return async () => {
    for (;;) {
      if (kept !== undefined && now() < kept.until) return kept.token;
      try {
        kept = { token: await person.token(), until: now() + TOKEN_MS };
      } catch (error) {
        // `fetch` throws a TypeError for a network that is gone; all else is the server's no.
        if (!(error instanceof TypeError)) return '';
        await delay(100);
      }
    }
  };
}

/** How long a command may take, a restart of the server included. */
const OUTCOME_MS = 30_000;

/** @param now milliseconds by which a token grows old; another one where the server's clock jumps */
export function syncClient(
  person: SignedInPerson,
  now: () => number = () => performance.now(),
): SyncClient {
  const document = new Y.Doc();
  const outbox = document.getMap<unknown>(KEYS.outbox);
  const outcomes = document.getMap<Outcome>(KEYS.outcomes);
  const settled = new Map<string, Outcome>();
  const waiting = new Map<string, (outcome: Outcome) => void>();
  const views = new Set<OpenView<unknown>>();
  const pongs: (() => void)[] = [];
  let isOnline = false;
  let lastClose: { code: number; reason: string } | undefined;

  class Socket extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { origin: person.origin, cookie: person.jar.header() } });
      // The provider stops listening before it closes a socket that is still connecting.
      this.on('error', () => undefined);
    }
  }
  const socket = new HocuspocusProviderWebsocket({
    url: `${person.origin.replace('http', 'ws')}/sync`,
    WebSocketPolyfill: Socket,
    delay: 50,
    minDelay: 50,
    maxDelay: 400,
    onDisconnect: () => {
      isOnline = false;
    },
    onClose: ({ event }) => {
      lastClose = { code: event.code, reason: event.reason };
    },
  });
  const token = tokenOf(person, now);
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: sessionDocument(person.info.sessionId),
    document,
    awareness: null,
    token,
    onSynced: () => {
      isOnline = true;
      // What was asked on a line that broke is asked again.
      for (const _ of pongs) provider.sendStateless('ping');
    },
    onStateless: ({ payload }) => {
      if (payload === 'pong') pongs.shift()?.();
    },
  });
  provider.attach();

  outcomes.observe(() => {
    const told = [...outcomes.entries()].filter(([id]) => outbox.has(id));
    if (told.length === 0) return;
    for (const [id, outcome] of told) {
      settled.set(id, outcome);
      waiting.get(id)?.(outcome);
      waiting.delete(id);
    }
    document.transact(() => told.forEach(([id]) => outbox.delete(id)));
  });

  function open<T>(
    name: (epoch: Epoch) => string,
    read: (document: Y.Doc) => T | undefined,
  ): OpenView<T> {
    let epoch = UNKNOWN_EPOCH;
    let denied: string | undefined;
    let view: HocuspocusProvider;
    const listeners: (() => void)[] = [];
    const changed = (): void => listeners.forEach((listener) => listener());
    const follow = (): HocuspocusProvider => {
      const opened = new HocuspocusProvider({
        websocketProvider: socket,
        name: name(epoch),
        awareness: null,
        token,
        onSynced: () => {
          denied = undefined;
          changed();
        },
        onAuthenticationFailed: ({ reason }) => {
          if (view !== opened) return;
          const next = epochOfReason(reason);
          denied = reason;
          if (next === undefined) return;
          epoch = next;
          opened.destroy();
          queueMicrotask(() => {
            view = follow();
          });
        },
      });
      opened.document.on('update', changed);
      opened.attach();
      return opened;
    };
    view = follow();
    const handle: OpenView<T> = {
      value: () => (view.isSynced ? read(view.document) : undefined),
      denied: () => denied,
      epoch: () => epoch,
      document: () => view.document,
      onChange: (listener) => void listeners.push(listener),
      close: () => {
        views.delete(handle);
        view.destroy();
      },
    };
    views.add(handle);
    return handle;
  }

  const send = (command: CommandInput): CommandId => {
    const id = newCommandId();
    outbox.set(id, { id, v: PROTOCOL_VERSION, command });
    return id;
  };
  const outcome = (id: string): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      const told = settled.get(id);
      if (told !== undefined) return resolve(told);
      const timer = setTimeout(
        () => reject(new Error(`never came: the outcome of ${id}`)),
        OUTCOME_MS,
      );
      waiting.set(id, (outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      });
    });

  return {
    person,
    document,
    putRaw: (key, value) => void outbox.set(key, value),
    send,
    outcome,
    told: (id) => settled.get(id),
    unanswered: () => [...outbox.keys()],
    ask: (command) => outcome(send(command)),
    open,
    board: (id) =>
      open(
        (epoch) => boardDocument(id, epoch),
        (doc) => {
          const head = doc.getMap<BoardHead>(KEYS.board).get(KEYS.head);
          return head && { head, rows: [...doc.getMap<BoardRow>(KEYS.rows).values()] };
        },
      ),
    lobby: (id) =>
      open(
        (epoch) => lobbyDocument(id, epoch),
        (doc) => doc.getMap<LobbyView>(KEYS.lobby).get(KEYS.view),
      ),
    consultation: (id) =>
      open(
        (epoch) => consultationDocument(id, epoch),
        (doc) => doc.getMap<ConsultationView>(KEYS.consultation).get(KEYS.view),
      ),
    isOnline: () => isOnline,
    isSynced: () => provider.isSynced && !provider.hasUnsyncedChanges,
    heard: () =>
      new Promise((resolve) => {
        pongs.push(resolve);
        if (isOnline) provider.sendStateless('ping');
      }),
    lastClose: () => lastClose,
    disconnect: () => socket.disconnect(),
    connect: () => void socket.connect(),
    close() {
      for (const view of views) view.close();
      provider.destroy();
      socket.destroy();
    },
  };
}
