import {
  boardDocument,
  consultationDocument,
  KEYS,
  lobbyDocument,
} from '@naervaer/machines/protocol';
import type {
  BoardHead,
  BoardRow,
  BoardView,
  ClinicId,
  ConsultationId,
  ConsultationView,
  LobbyView,
} from '@naervaer/machines/protocol';
import type * as Y from 'yjs';
import type { ViewKind } from './views.ts';

/** Where each view stands in its document; the writer's counterpart is the server's projector. */

const rank = ({ state }: BoardRow): number =>
  state === 'waiting' ? 0 : state === 'called' ? 1 : 2;

/** Waiting rows by place, then those in a call by start. */
const inOrder = (a: BoardRow, b: BoardRow): number =>
  rank(a) - rank(b) ||
  (a.position ?? 0) - (b.position ?? 0) ||
  (a.startedAt ?? a.calledAt ?? a.joinedAt) - (b.startedAt ?? b.calledAt ?? b.joinedAt);

function readBoard(document: Y.Doc): BoardView | undefined {
  const head = document.getMap<BoardHead>(KEYS.board).get(KEYS.head);
  if (head === undefined) return undefined;
  return { head, rows: [...document.getMap<BoardRow>(KEYS.rows).values()].sort(inOrder) };
}

const readOne =
  <T>(map: string) =>
  (document: Y.Doc): T | undefined =>
    document.getMap<T>(map).get(KEYS.view);

export const boardKind = (id: ClinicId): ViewKind<BoardView> => ({
  name: (epoch) => boardDocument(id, epoch),
  read: readBoard,
});
export const lobbyKind = (id: ClinicId): ViewKind<LobbyView> => ({
  name: (epoch) => lobbyDocument(id, epoch),
  read: readOne(KEYS.lobby),
});
export const consultationKind = (id: ConsultationId): ViewKind<ConsultationView> => ({
  name: (epoch) => consultationDocument(id, epoch),
  read: readOne(KEYS.consultation),
});
