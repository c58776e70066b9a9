import type { CommandId, CommandInput, Outcome, SessionInfo } from '@naervaer/machines/protocol';
import { createRoot, createEffect, createSignal } from 'solid-js';
import { createApi, Unreachable } from './api.ts';
import type { Api, App } from './api.ts';
import { createConnection } from './connection.ts';
import { dropOtherStores, storeName } from './database.ts';
import { boardKind, consultationKind, lobbyKind } from './kinds.ts';
import { openOutbox } from './outbox.ts';
import { createRemembered } from './remembered.ts';
import type { Remembered } from './remembered.ts';
import { createTokens } from './tokens.ts';
import type { Delivery, Session } from './types.ts';
import { openVault } from './vault.ts';
import { createViews } from './views.ts';

/** A sign-out said without network takes effect before anything else. */
async function finishSignOut(api: Api, remembered: Remembered): Promise<void> {
  if (!remembered.isSignOutPending()) return;
  await api.signOut().catch((error: unknown) => {
    if (error instanceof Unreachable) throw error;
  });
  remembered.setSignOutPending(false);
}

/**
 * Opens this browser's session of one application.
 * - `signedOut`: nobody is signed in; nothing of an earlier session is left
 * - `offline`: no network, and this tab does not know its session; try again later
 */
export async function openSession({
  app,
}: {
  readonly app: App;
}): Promise<Session | 'signedOut' | 'offline'> {
  const api = createApi(app);
  const remembered = createRemembered(app);
  try {
    await finishSignOut(api, remembered);
    const info = await api.session();
    if (info === null) {
      remembered.forget();
      await dropOtherStores(app, undefined);
      return 'signedOut';
    }
    remembered.remember(info);
    await dropOtherStores(app, storeName(app, info.sessionId));
    return await start(app, api, remembered, info, info.now - Date.now());
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const info = remembered.isSignOutPending() ? undefined : remembered.recall();
    return info === undefined ? 'offline' : start(app, api, remembered, info, 0);
  }
}

async function start(
  app: App,
  api: Api,
  remembered: Remembered,
  info: SessionInfo,
  offset: number,
): Promise<Session> {
  const vault = await openVault(storeName(app, info.sessionId), info.vaultKey);
  const outbox = await openOutbox(vault);
  const [clockOffset] = createSignal(offset);

  let forgetting: Promise<void> | undefined;
  function forget(): Promise<void> {
    close();
    remembered.forget();
    forgetting ??= vault.destroy();
    return forgetting;
  }

  const tokens = createTokens(api, () => {
    connection.signedOut();
    void forget();
  });
  const connection = createConnection(app, info.sessionId, outbox, tokens);
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
    joinMedia: (clinicId, consultationId) => api.media({ clinicId, consultationId }),
    vault,
    async signOut() {
      // Said first and kept: a tab that dies here, or a dead network, does not keep anybody in.
      remembered.setSignOutPending(true);
      // Before the server ends the session: nothing here is to ask it why.
      close();
      const to = await api.signOut().then(
        ({ location }) => location,
        () => undefined,
      );
      if (to !== undefined) remembered.setSignOutPending(false);
      await forget();
      await dropOtherStores(app, undefined);
      location.assign(to ?? location.pathname);
    },
    close,
  };
}
