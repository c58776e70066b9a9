import type { Document } from '@hocuspocus/server';
import { parseDocumentName } from '@naervaer/machines/protocol';
import type { ClinicId, DocumentName, Epoch } from '@naervaer/machines/protocol';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Mailbox } from '../mailbox/index.ts';
import type { Projector } from '../projector/index.ts';
import type { Context, SocketState } from './context.ts';
import { Denied } from './denied.ts';
import { createFlow } from '../flow.ts';
import { CLOSE, SYNC_LIMITS } from './limits.ts';
import { createOutboxReader } from './outbox.ts';
import type { OutboxReader } from './outbox.ts';

/** The documents that somebody has open now, and what each is for. */
export interface OpenDocuments {
  /** Fills a view, or listens to a session. @throws {Denied} `unknownDocument` */
  load(name: string, document: Document): Promise<void>;
  /**
   * A client is about to write so many bytes, which may or may not change anything.
   * @returns false when it is too much, and the socket is closed (SE3)
   */
  mayWrite(document: Document, context: Context, bytes: number): boolean;
  /** A client wrote: nothing of it may wait for ever (SE3). */
  wrote(document: Document, context: Context): void;
  /** The document is another one now: its commands go to the mailbox. */
  changed(document: Document, context: Context): void;
  /**
   * Nobody has it open any more.
   * @returns whether it stays: a view does as long as it could be opened again under its name, since
   *   one made anew would merge with copies of the old one (DC2)
   */
  isKept(name: string): boolean;
  /** Somebody opens it: a view that was kept is true again. */
  wake(name: string): void;
  unload(name: string): void;
  find(name: string): Document | undefined;
}

interface Deps {
  readonly clock: Clock;
  readonly log: Log;
  readonly mailbox: Mailbox;
  readonly projector: Projector;
  readonly epoch: () => Epoch;
  /** The clinic that a view belongs to; undefined for a consultation that nobody knows. */
  clinicOf(name: Exclude<DocumentName, { kind: 'session' }>): ClinicId | undefined;
}

export function createOpenDocuments({
  clock,
  log,
  mailbox,
  projector,
  epoch,
  clinicOf,
}: Deps): OpenDocuments {
  const readers = new Map<Document, { readonly reader: OutboxReader; written: number }>();
  const byName = new Map<string, Document>();

  function refuse(state: SocketState, bytes: number): void {
    // What was on its way when the socket was closed for too much is not told again.
    if (state.isRefused) return;
    state.isRefused = true;
    log.warn({ code: 'tooMany', bytes }, 'session closed');
    state.socket.close(CLOSE.tooMany, 'tooMany');
  }

  return {
    async load(documentName, document) {
      const name = parseDocumentName(documentName);
      if (name === undefined) throw new Denied('unknownDocument');
      if (name.kind === 'session') {
        byName.set(documentName, document);
        const { commandBurst, commandsPerSecond } = SYNC_LIMITS;
        const flow = createFlow(clock, commandBurst, commandsPerSecond);
        readers.set(document, { reader: createOutboxReader(document, mailbox, flow), written: 0 });
        return;
      }
      const clinicId = clinicOf(name);
      if (clinicId === undefined) throw new Denied('unknownDocument');
      byName.set(documentName, document);
      projector.attach(name, clinicId, document);
    },
    mayWrite(document, { state }, bytes) {
      state.written += bytes;
      const entry = readers.get(document);
      if (entry !== undefined) entry.written += bytes;
      const written = Math.max(state.written, entry?.written ?? 0);
      if (!state.isRefused && written <= SYNC_LIMITS.written) return true;
      refuse(state, written);
      return false;
    },
    wrote({ store }, { state }) {
      const structs = store.pendingStructs?.update.byteLength ?? 0;
      const pending = structs + (store.pendingDs?.byteLength ?? 0);
      if (pending > SYNC_LIMITS.pending) refuse(state, pending);
    },
    changed(document, { guest, state }) {
      const entry = readers.get(document);
      if (entry === undefined || guest === undefined || state.isRefused) return;
      if (!entry.reader.read(guest)) refuse(state, entry.written);
    },
    isKept(documentName) {
      const name = parseDocumentName(documentName);
      const document = byName.get(documentName);
      if (name === undefined || name.kind === 'session' || document === undefined) return false;
      if (document.getConnectionsCount() > 0) return false;
      if (name.epoch !== epoch() || clinicOf(name) === undefined) return false;
      projector.rest(document);
      return true;
    },
    wake(name) {
      const document = byName.get(name);
      if (document !== undefined) projector.wake(document);
    },
    unload(name) {
      const document = byName.get(name);
      if (document === undefined) return;
      byName.delete(name);
      readers.delete(document);
      projector.detach(document);
    },
    find: (name) => byName.get(name),
  };
}
