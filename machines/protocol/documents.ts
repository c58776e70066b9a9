import { ClinicId, ConsultationId, SessionId } from './ids.ts';
import type { Epoch } from './ids.ts';
import * as v from 'valibot';

/**
 * The names of the shared documents. A view's name ends in the epoch of the actor that writes it
 * (DC2); a client that does not know the epoch asks for epoch 0 and is told the present one.
 */
export type DocumentName =
  | { readonly kind: 'session'; readonly sessionId: SessionId }
  | { readonly kind: 'board'; readonly clinicId: ClinicId; readonly epoch: Epoch }
  | { readonly kind: 'lobby'; readonly clinicId: ClinicId; readonly epoch: Epoch }
  | {
      readonly kind: 'consultation';
      readonly consultationId: ConsultationId;
      readonly epoch: Epoch;
    };

export type DocumentKind = DocumentName['kind'];
export const DOCUMENT_KINDS = ['session', 'board', 'lobby', 'consultation'] as const;

export const UNKNOWN_EPOCH = 0 as Epoch;

export const sessionDocument = (id: SessionId): string => `session/${id}`;
export const boardDocument = (id: ClinicId, epoch: Epoch): string => `board/${id}/${epoch}`;
export const lobbyDocument = (id: ClinicId, epoch: Epoch): string => `lobby/${id}/${epoch}`;
export const consultationDocument = (id: ConsultationId, epoch: Epoch): string =>
  `consultation/${id}/${epoch}`;

const EPOCH = /^(0|[1-9]\d{0,14})$/;

/** @returns `undefined` for any name that is none of the four kinds; never throws. */
export function parseDocumentName(name: string): DocumentName | undefined {
  const [kind, id, epochText, ...rest] = name.split('/');
  if (rest.length > 0) return undefined;
  if (kind === 'session') {
    const session = v.safeParse(SessionId, id);
    return epochText === undefined && session.success
      ? { kind, sessionId: session.output }
      : undefined;
  }
  if (epochText === undefined || !EPOCH.test(epochText)) return undefined;
  const epoch = Number(epochText) as Epoch;
  if (kind === 'board' || kind === 'lobby') {
    const clinic = v.safeParse(ClinicId, id);
    return clinic.success ? { kind, clinicId: clinic.output, epoch } : undefined;
  }
  if (kind === 'consultation') {
    const consultation = v.safeParse(ConsultationId, id);
    return consultation.success ? { kind, consultationId: consultation.output, epoch } : undefined;
  }
  return undefined;
}

/** The keys inside the documents: one place, so that writer and reader cannot differ. */
export const KEYS = {
  /** In a session document: map of command id → envelope; map of command id → outcome. */
  outbox: 'outbox',
  outcomes: 'outcomes',
  /** In a board document: map with `head`; map of consultation id → row. */
  board: 'board',
  rows: 'rows',
  /** In lobby and consultation documents: map with the one key `view`. */
  lobby: 'lobby',
  consultation: 'consultation',
  view: 'view',
  head: 'head',
} as const;

/** Reason of a denied document: `staleEpoch:{epoch}` names the epoch to open instead. */
export const staleEpochReason = (epoch: Epoch): string => `staleEpoch:${epoch}`;
export function epochOfReason(reason: string): Epoch | undefined {
  const match = /^staleEpoch:(\d{1,15})$/.exec(reason);
  return match ? (Number(match[1]) as Epoch) : undefined;
}
