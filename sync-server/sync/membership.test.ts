import type { onTokenSyncPayload } from '@hocuspocus/server';
import {
  boardDocument,
  lobbyDocument,
  newSessionId,
  sessionDocument,
} from '@naervaer/machines/protocol';
import type { ClinicId, DocumentName, Epoch } from '@naervaer/machines/protocol';
import { describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import type { Context, Guest } from './context.ts';
import { createHooks } from './hooks.ts';

const EPOCH = 7 as Epoch;
const MINE = 'the-old-clinic' as ClinicId;
const sessionId = newSessionId();

/** A renewal of the token on a socket that has these documents open. */
async function renew(open: readonly string[], isIn: (name: DocumentName) => boolean) {
  const closed: { code: number; reason: string }[] = [];
  const state = {
    sessionId,
    names: [...open],
    tokenExpiresAt: 1,
    socket: { close: (code: number, reason: string) => closed.push({ code, reason }) },
  };
  const hooks = createHooks({
    log: createLog('silent'),
    epoch: () => EPOCH,
    verify: async () => ({ sessionId, tokenExpiresAt: 2 }) as Guest,
    hasEnded: () => false,
    mayRead: async (_guest: Guest, name: DocumentName) => isIn(name),
  } as unknown as Parameters<typeof createHooks>[0]);
  const context = { state } as unknown as Context;
  await hooks.onTokenSync?.({ token: 'new', context } as onTokenSyncPayload<Context>);
  return { closed, expiresAt: state.tokenExpiresAt };
}

describe('a renewed token is asked again what it opens (SE1, SE2)', () => {
  const open = [sessionDocument(sessionId), boardDocument(MINE, EPOCH), lobbyDocument(MINE, EPOCH)];

  it('and goes on with what may still be read', async () => {
    expect(await renew(open, () => true)).toEqual({ closed: [], expiresAt: 2 });
  });

  it('and whoever left a clinic comes again, without its board', async () => {
    const { closed } = await renew(open, ({ kind }) => kind !== 'board');
    expect(closed).toEqual([{ code: 1012, reason: 'membership' }]);
  });
});
