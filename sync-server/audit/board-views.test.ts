import type { ClinicEvent, ClinicSnapshot } from '@naervaer/machines/clinic';
import type { SessionId } from '@naervaer/machines/protocol';
import { beforeEach, expect, it } from 'vitest';
import { createBoardViews } from './index.ts';
import type { AccessFact, Actor, BoardViews } from './index.ts';
import { after, CLINIC, ended, idOf, join, open } from './testing/clinic.ts';
import { fact, NOON } from './testing/log-file.ts';

const ANNE = { ...(fact().by as Actor), sessionId: 'anne' as SessionId };
const NILS = '6702380021';
const HENRIK = { ...ANNE, name: 'Henrik Solvang', sessionId: 'henrik' as SessionId };

let snapshot: ClinicSnapshot;
let views: BoardViews;
let written: AccessFact[];
beforeEach(() => {
  snapshot = after(open);
  written = [];
  views = createBoardViews({
    clock: { now: () => NOON, after: () => () => undefined },
    snapshotOf: () => snapshot,
    write: (facts) => void written.push(...facts),
  });
});

const happens = (...events: readonly ClinicEvent[]): void => {
  snapshot = after(open, ...events);
  views.onCommitted(CLINIC, snapshot);
};
const told = (): string[] =>
  written.splice(0).map(({ by, consultationId, action, citizen }) => {
    const who = by?.name.split(' ')[0];
    return `${who} ${action} ${consultationId?.at(-1)} ${citizen === null ? '-' : 'citizen'}`;
  });

it('I5: each consultation on a board is one line for each session that has it open', () => {
  views.opened(ANNE, CLINIC);
  expect(told()).toEqual([]);
  happens(join(1), join(2, null));
  expect(told()).toEqual(['Anne seeOnBoard 1 citizen', 'Anne seeOnBoard 2 -']);
  views.opened(HENRIK, CLINIC);
  expect(told()).toEqual(['Henrik seeOnBoard 1 citizen', 'Henrik seeOnBoard 2 -']);
  happens(join(1), join(2, null), join(3, NILS));
  expect(told()).toEqual(['Anne seeOnBoard 3 citizen', 'Henrik seeOnBoard 3 citizen']);
});

it('neither a reload nor a second tab nor a line that broke shows anybody anew', () => {
  views.opened(ANNE, CLINIC);
  happens(join(1));
  views.opened(ANNE, CLINIC);
  views.closed(ANNE.sessionId, CLINIC);
  views.closed(ANNE.sessionId, CLINIC);
  views.opened(ANNE, CLINIC);
  expect(told()).toEqual(['Anne seeOnBoard 1 citizen']);
});

it('who came while the board was closed is seen when it is opened, and not before', () => {
  views.opened(ANNE, CLINIC);
  happens(join(1));
  views.closed(ANNE.sessionId, CLINIC);
  told();
  happens(join(1), join(2, NILS));
  expect(told()).toEqual([]);
  views.opened(ANNE, CLINIC);
  expect(told()).toEqual(['Anne seeOnBoard 2 citizen']);
});

it('DC5: what is over is remembered no more, and neither is who left an empty board', () => {
  views.opened(ANNE, CLINIC);
  happens(join(1));
  views.closed(ANNE.sessionId, CLINIC);
  happens(join(1), ended(1));
  told();
  // Everything was forgotten: the same consultation, were it ever to come again, would be new.
  views.opened(ANNE, CLINIC);
  happens(join(1));
  expect(told()).toEqual([`Anne seeOnBoard ${idOf(1).at(-1)} citizen`]);
});
