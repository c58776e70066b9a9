import { expect, test } from 'vitest';
import {
  UNKNOWN_EPOCH,
  boardDocument,
  consultationDocument,
  epochOfReason,
  lobbyDocument,
  parseDocumentName,
  sessionDocument,
  staleEpochReason,
} from './documents.ts';
import type { ClinicId, ConsultationId, Epoch, SessionId } from './ids.ts';

const clinicId = 'nordby' as ClinicId;
const uuid = '00000000-0000-7000-8000-000000000001';
const epoch = 123_456 as Epoch;

test('DC2: every name that is made is read back, with its epoch', () => {
  expect(parseDocumentName(sessionDocument(uuid as SessionId))).toEqual({
    kind: 'session',
    sessionId: uuid,
  });
  expect(parseDocumentName(boardDocument(clinicId, epoch))).toEqual({
    kind: 'board',
    clinicId,
    epoch,
  });
  expect(parseDocumentName(lobbyDocument(clinicId, UNKNOWN_EPOCH))).toEqual({
    kind: 'lobby',
    clinicId,
    epoch: 0,
  });
  expect(parseDocumentName(consultationDocument(uuid as ConsultationId, epoch))).toEqual({
    kind: 'consultation',
    consultationId: uuid,
    epoch,
  });
});

test.each([
  '',
  'board',
  'board/',
  'board/nordby',
  'board/nordby/',
  'board/nordby/1/2',
  'board/nordby/01',
  'board/nordby/-1',
  'board/nordby/1.5',
  'board/nordby/1e3',
  'board/nordby/9999999999999999',
  'board/../1',
  'board/NORDBY/1',
  'board//1',
  'note/nordby/1',
  `note/${uuid}/1`,
  'session/nordby',
  `session/${uuid}/1`,
  `consultation/${uuid}`,
  `consultation/nordby/1`,
  'constructor/nordby/1',
])('SE3: %s is the name of no document', (name) => {
  expect(parseDocumentName(name)).toBeUndefined();
});

test('DC2: a stale epoch names the present one, and nothing else is taken for it', () => {
  expect(epochOfReason(staleEpochReason(epoch))).toBe(epoch);
  for (const reason of [
    '',
    'forbidden',
    'staleEpoch:',
    'staleEpoch:x',
    'staleEpoch:1x',
    ' staleEpoch:1',
  ])
    expect(epochOfReason(reason)).toBeUndefined();
});
