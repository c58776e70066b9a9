import type { Document } from '@hocuspocus/server';
import { parseDocumentName } from '@naervaer/machines/protocol';
import type { ClinicId, DocumentName } from '@naervaer/machines/protocol';
import type { Log } from '../log.ts';
import type { Mailbox } from '../mailbox/index.ts';
import type { Projector } from '../projector/index.ts';
import type { Context } from './context.ts';
import { Denied } from './denied.ts';
import { CLOSE, SYNC_LIMITS } from './limits.ts';
import { createOutboxReader } from './outbox.ts';
import type { OutboxReader } from './outbox.ts';

/** The documents that somebody has open now, and what each is for. */
export interface OpenDocuments {
  /** Fills a view, or listens to a session. @throws {Denied} `unknownDocument` */
  load(name: string, document: Document): Promise<void>;
  /** A client wrote: its commands go to the mailbox; too much of it closes the socket (SE3). */
  changed(document: Document, context: Context, bytes: number): void;
  unload(name: string): void;
  find(name: string): Document | undefined;
}

interface Deps {
  readonly log: Log;
  readonly mailbox: Mailbox;
  readonly projector: Projector;
  /** The clinic that a view belongs to; undefined for a consultation that nobody knows. */
  clinicOf(name: Exclude<DocumentName, { kind: 'session' }>): Promise<ClinicId | undefined>;
}

export function createOpenDocuments({ log, mailbox, projector, clinicOf }: Deps): OpenDocuments {
  const readers = new Map<Document, { readonly reader: OutboxReader; written: number }>();
  const byName = new Map<string, Document>();

  return {
    async load(documentName, document) {
      const name = parseDocumentName(documentName);
      if (name === undefined) throw new Denied('unknownDocument');
      if (name.kind === 'session') {
        byName.set(documentName, document);
        readers.set(document, { reader: createOutboxReader(document, mailbox), written: 0 });
        return;
      }
      const clinicId = await clinicOf(name);
      if (clinicId === undefined) throw new Denied('unknownDocument');
      byName.set(documentName, document);
      projector.attach(name, clinicId, document);
    },
    changed(document, { guest, state }, bytes) {
      const entry = readers.get(document);
      // What was on its way when the socket was closed for too much is not judged again.
      if (entry === undefined || guest === undefined || state.isRefused) return;
      entry.written += bytes;
      if (entry.written > SYNC_LIMITS.written || !entry.reader.read(guest)) {
        state.isRefused = true;
        log.warn({ code: 'tooMany', bytes: entry.written }, 'session closed');
        state.socket.close(CLOSE.tooMany, 'tooMany');
      }
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
