import { NaervaerError } from '@naervaer/machines/protocol';
import type { CommandId, CommandInput, Outcome, SessionInfo } from '@naervaer/machines/protocol';
import { createRoot, createEffect, createSignal } from 'solid-js';
import { createApi, Unreachable } from './api.ts';
import type { Api, App } from './api.ts';
import { createConnection } from './connection.ts';
import { dropOtherStores, storeName } from './database.ts';
import { boardKind, consultationKind, lobbyKind } from './kinds.ts';
import { createKeeper } from './keeper.ts';
import type { Keeper } from './keeper.ts';
import { openOutbox } from './outbox.ts';
import { createPendingSignOut } from './pending-sign-out.ts';
import type { PendingSignOut } from './pending-sign-out.ts';
import { createTokens } from './tokens.ts';
import type { Delivery, Session } from './types.ts';
import { openVault } from './vault.ts';
import { createViews } from './views.ts';

interface Home {
  readonly app: App;
  readonly api: Api;
  readonly keeper: Keeper;
  readonly signOut: PendingSignOut;
}

/** A server that cannot just now: it is asked again, as one that is not there. */
const NOT_NOW = ['internal', 'notStored', 'tooFast', 'tooMany'];

/** A look at the disk that another tab's sign-out ended is not the last one. */
const TRIES = 3;

/** @throws {Unreachable} for a server that cannot just now, too */
async function orUnreachable<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    const isNotNow = error instanceof NaervaerError && NOT_NOW.includes(error.code);
    throw isNotNow ? new Unreachable('not now', { cause: error }) : error;
  }
}

/** A sign-out said without network takes effect before anything else. */
async function finishSignOut({ api, signOut }: Home): Promise<void> {
  if (!signOut.isPending()) return;
  await api.signOut().catch((error: unknown) => {
    if (error instanceof NaervaerError && !NOT_NOW.includes(error.code)) return;
    // Else the colleague who wanted out would be let in again.
    throw new Unreachable('sign-out', { cause: error });
  });
  signOut.set(false);
}

/**
 * Opens this browser's session of one application.
 * - `signedOut`: nobody is signed in; nothing of an earlier session is left
 * - `offline`: no network, and nothing here knows the session any more; try again later
 */
export async function openSession({
  app,
}: {
  readonly app: App;
}): Promise<Session | 'signedOut' | 'offline'> {
  const home: Home = {
    app,
    api: createApi(app),
    keeper: createKeeper(app),
    signOut: createPendingSignOut(app),
  };
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await tryToOpen(home);
    } catch (error) {
      if (left > 0 && !(error instanceof NaervaerError)) continue;
      home.keeper.rest();
      throw error;
    }
  }
}

/** @throws what the disk says, as when another tab deletes the store that was just opened */
async function tryToOpen(home: Home): Promise<Session | 'signedOut' | 'offline'> {
  const { app, api, keeper, signOut } = home;
  let info: SessionInfo | null;
  try {
    await finishSignOut(home);
    info = await orUnreachable(api.session());
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const told = signOut.isPending() ? undefined : await keeper.recall();
    if (told === undefined) return 'offline';
    keeper.remember(told, false);
    return start(home, told, 0);
  }
  if (info === null) {
    await Promise.all([keeper.forget(), dropOtherStores(app, undefined)]);
    return 'signedOut';
  }
  const offset = info.now - Date.now();
  keeper.remember(info, true);
  await dropOtherStores(app, storeName(app, info.sessionId));
  return start(home, info, offset);
}

async function start(home: Home, info: SessionInfo, offset: number): Promise<Session> {
  const { app, api, keeper } = home;
  const vault = await openVault(storeName(app, info.sessionId), info.vaultKey);
  const outbox = await openOutbox(vault);
  const [clockOffset] = createSignal(offset);

  let forgetting: Promise<void> | undefined;
  function forget(): Promise<void> {
    forgetting ??= Promise.all([keeper.forget(), vault.destroy()]).then(() => undefined);
    close();
    return forgetting;
  }

  /** Here nothing is left of it; whoever signed in meanwhile, in another tab, finds their own. */
  async function startAnew(): Promise<void> {
    await forget();
    const now = await api.session().catch(() => null);
    if (now !== null && now.sessionId !== info.sessionId) location.reload();
  }
  const tokens = createTokens(api, () => {
    connection.signedOut();
    void startAnew();
  });

  /**
   * The server keeps this tab from its own document. Either the tab missed its own end, and somebody
   * else is signed in here by now: then nothing here is theirs to see. Or it will pass.
   */
  async function whoIsHere(): Promise<void> {
    const now = await api.session().catch(() => undefined);
    if (now !== undefined && now?.sessionId !== info.sessionId) tokens.end();
  }
  const connection = createConnection(app, info.sessionId, outbox, tokens, undefined, () => {
    void whoIsHere();
  });
  const views = createViews({
    socket: connection.socket,
    token: tokens.token,
    onDenied(reason) {
      if (reason === 'signedOut' || reason === 'sessionExpired') void tokens.probe();
    },
  });

  let isClosed = false;
  function close(): void {
    if (isClosed) return;
    isClosed = true;
    keeper.rest();
    tokens.close();
    views.close();
    connection.close();
    outbox.close();
  }

  function delivery(id: CommandId) {
    const outcome = outbox.outcomeOf(id);
    return (): Delivery => {
      const known = outcome();
      if (known !== undefined) return { kind: 'settled', outcome: known };
      if (outbox.isHeld(id)) return { kind: 'kept' };
      const isSent = connection.line().kind === 'online' && connection.isDelivered();
      return isSent ? { kind: 'sent' } : { kind: 'kept' };
    };
  }

  async function send(command: CommandInput, id: CommandId = outbox.newId()): Promise<CommandId> {
    await outbox.add(id, command);
    return id;
  }

  return {
    info,
    line: connection.line,
    clockOffset,
    newId: outbox.newId,
    send,
    withdraw: outbox.withdraw,
    async ask(command) {
      const outcome = outbox.outcomeOf(await send(command));
      return new Promise<Outcome>((resolve) => {
        createRoot((dispose) => {
          createEffect(() => {
            const known = outcome();
            if (known === undefined) return;
            resolve(known);
            dispose();
          });
        });
      });
    },
    delivery,
    pending: outbox.pending,
    board: (id) => views.open(`board/${id}`, boardKind(id)),
    lobby: (id) => views.open(`lobby/${id}`, lobbyKind(id)),
    consultation: (id) => views.open(`consultation/${id}`, consultationKind(id)),
    joinMedia: (clinicId, consultationId, fingerprint) =>
      api.media({ clinicId, consultationId, fingerprint }),
    hurry: connection.hurry,
    vault,
    async signOut(next) {
      // Said first and kept: a tab that dies here, or a dead network, does not keep anybody in.
      home.signOut.set(true);
      // Before the server ends the session: nothing here is to ask it why.
      const forgotten = forget();
      const to = await api.signOut(next).then(
        ({ location }) => location,
        () => undefined,
      );
      if (to !== undefined) home.signOut.set(false);
      await forgotten;
      await dropOtherStores(app, undefined);
      location.assign(to ?? `${location.pathname}${next === undefined ? '' : `?state=${next}`}`);
    },
    close,
  };
}
