import { NaervaerError } from '@naervaer/machines/protocol';
import type { CommandId, Outcome, SessionInfo } from '@naervaer/machines/protocol';
import { createRoot, createEffect, createSignal } from 'solid-js';
import { fetchSession, requestMedia, requestSignOut, Unreachable } from './api.ts';
import { createConnection } from './connection.ts';
import { DB_PREFIX, dropOtherStores } from './database.ts';
import { boardKind, consultationKind, lobbyKind } from './kinds.ts';
import { openOutbox } from './outbox.ts';
import {
  forgetSession,
  isSignOutPending,
  rememberedSession,
  rememberSession,
  setSignOutPending,
} from './remembered.ts';
import { createTokens } from './tokens.ts';
import type { Delivery, Session } from './types.ts';
import { openVault } from './vault.ts';
import { createViews } from './views.ts';

/** Deletes every trace of sessions other than `keep` from this tab and this browser. */
async function forgetOthers(keep?: SessionInfo): Promise<void> {
  if (keep === undefined) forgetSession();
  await dropOtherStores(keep && `${DB_PREFIX}${keep.sessionId}`);
}

/** A sign-out said without network takes effect before anything else. */
async function finishSignOut(): Promise<void> {
  if (!isSignOutPending()) return;
  await requestSignOut().catch((error: unknown) => {
    if (error instanceof Unreachable) throw error;
  });
  setSignOutPending(false);
}

/**
 * Opens the session of this browser.
 * - `signedOut`: nobody is signed in; nothing of an earlier session is left
 * - `offline`: no network, and this tab does not know its session; try again later
 */
export async function openSession(): Promise<Session | 'signedOut' | 'offline'> {
  try {
    await finishSignOut();
    const info = await fetchSession();
    rememberSession(info);
    await forgetOthers(info);
    return await start(info, info.now - Date.now());
  } catch (error) {
    if (error instanceof Unreachable) {
      const info = isSignOutPending() ? undefined : rememberedSession();
      return info === undefined ? 'offline' : start(info, 0);
    }
    if (error instanceof NaervaerError && ['signedOut', 'sessionExpired'].includes(error.code)) {
      await forgetOthers();
      return 'signedOut';
    }
    throw error;
  }
}

async function start(info: SessionInfo, offset: number): Promise<Session> {
  const vault = await openVault(info.sessionId, info.vaultKey);
  const outbox = await openOutbox(vault);
  const [clockOffset] = createSignal(offset);

  async function forget(): Promise<void> {
    close();
    forgetSession();
    await vault.destroy();
  }

  const tokens = createTokens(clockOffset, () => {
    connection.signedOut();
    void forget();
  });
  const connection = createConnection(info.sessionId, outbox.document, tokens);
  const views = createViews({
    socket: connection.socket,
    token: tokens.token,
    onDenied(reason) {
      if (reason === 'signedOut' || reason === 'sessionExpired') void tokens.probe();
    },
  });

  function close(): void {
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
      const isSent = connection.line().kind === 'online' && connection.isDelivered();
      return isSent ? { kind: 'sent' } : { kind: 'kept' };
    };
  }

  return {
    info,
    line: connection.line,
    clockOffset,
    send: outbox.add,
    async ask(command) {
      const outcome = outbox.outcomeOf(await outbox.add(command));
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
    joinMedia: (clinicId, consultationId) => requestMedia({ clinicId, consultationId }),
    vault,
    async signOut() {
      // Said first and kept: a tab that dies here, or a dead network, does not keep anybody in.
      setSignOutPending(true);
      const to = await requestSignOut().then(
        ({ location }) => location,
        () => undefined,
      );
      if (to !== undefined) setSignOutPending(false);
      await forget();
      await dropOtherStores(undefined);
      location.assign(to ?? location.pathname);
    },
    close,
  };
}
