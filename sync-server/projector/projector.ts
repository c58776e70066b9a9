import type { ClinicSnapshot } from '@naervaer/machines/clinic';
import { KEYS } from '@naervaer/machines/protocol';
import type {
  ClinicId,
  ConsultationId,
  DocumentName,
  MediaPeer,
} from '@naervaer/machines/protocol';
import { boardView, consultationView, lobbyView } from '@naervaer/machines/views';
import type * as Y from 'yjs';

export type ViewName = Exclude<DocumentName, { kind: 'session' }>;

/**
 * Writes views of committed state into the documents that somebody reads. Documents hold nothing
 * that is not in the journal and can be thrown away at any time.
 */
export interface Projector {
  /** A view document was opened: fills it, and keeps it up to date until `detach`. */
  attach(name: ViewName, clinicId: ClinicId, document: Y.Doc): void;
  /** Nobody reads it now: it is kept as it is, and costs nothing. */
  rest(document: Y.Doc): void;
  /** Somebody is about to read it: it is true again when this returns, and stays so. */
  wake(document: Y.Doc): void;
  detach(document: Y.Doc): void;
  /** The clinic changed; only the keys that differ are written (DC5). */
  publish(clinicId: ClinicId): void;
  publishConsultation(consultationId: ConsultationId): void;
}

/** Marks a transaction as the server's own, which no hook has to look at. */
const ORIGIN = { source: 'local', skipStoreHooks: true } as const;

interface Deps {
  snapshotOf(clinicId: ClinicId): ClinicSnapshot | undefined;
  peersOf(consultationId: ConsultationId): readonly MediaPeer[];
}

interface Attached {
  readonly name: ViewName;
  readonly clinicId: ClinicId;
}

/** Sets what differs and deletes what is gone: values are atomic, one key per thing (DC5). */
function write(map: Y.Map<unknown>, wanted: ReadonlyMap<string, unknown>): void {
  for (const key of map.keys()) if (!wanted.has(key)) map.delete(key);
  for (const [key, value] of wanted) {
    if (JSON.stringify(map.get(key)) !== JSON.stringify(value)) map.set(key, value);
  }
}

export function createProjector(deps: Deps): Projector {
  const attached = new Map<Y.Doc, Attached>();
  const byClinic = new Map<ClinicId, Set<Y.Doc>>();
  const resting = new Map<Y.Doc, Attached>();

  function fill(document: Y.Doc, { name }: Attached, snapshot: ClinicSnapshot): void {
    document.transact(() => {
      switch (name.kind) {
        case 'board': {
          const { head, rows } = boardView(snapshot);
          write(document.getMap(KEYS.board), new Map([[KEYS.head, head]]));
          write(document.getMap(KEYS.rows), new Map(rows.map((row) => [row.consultationId, row])));
          break;
        }
        case 'lobby':
          write(document.getMap(KEYS.lobby), new Map([[KEYS.view, lobbyView(snapshot)]]));
          break;
        case 'consultation': {
          const { consultationId } = name;
          const view = consultationView(snapshot, consultationId, deps.peersOf(consultationId));
          const wanted = new Map(view === undefined ? [] : [[KEYS.view, view]]);
          write(document.getMap(KEYS.consultation), wanted);
          break;
        }
      }
    }, ORIGIN);
  }

  function refresh(document: Y.Doc, entry: Attached): void {
    const snapshot = deps.snapshotOf(entry.clinicId);
    if (snapshot !== undefined) fill(document, entry, snapshot);
  }

  function follow(document: Y.Doc, entry: Attached): void {
    attached.set(document, entry);
    const set = byClinic.get(entry.clinicId) ?? new Set();
    byClinic.set(entry.clinicId, set.add(document));
    refresh(document, entry);
  }

  function leave(document: Y.Doc): Attached | undefined {
    const entry = attached.get(document);
    if (entry === undefined) return undefined;
    attached.delete(document);
    const set = byClinic.get(entry.clinicId);
    set?.delete(document);
    if (set?.size === 0) byClinic.delete(entry.clinicId);
    return entry;
  }

  return {
    attach: (name, clinicId, document) => follow(document, { name, clinicId }),
    rest(document) {
      const entry = leave(document);
      if (entry !== undefined) resting.set(document, entry);
    },
    wake(document) {
      const entry = resting.get(document);
      if (entry === undefined) return;
      resting.delete(document);
      follow(document, entry);
    },
    detach(document) {
      leave(document);
      resting.delete(document);
    },
    publish(clinicId) {
      for (const document of byClinic.get(clinicId) ?? []) {
        const entry = attached.get(document);
        if (entry !== undefined) refresh(document, entry);
      }
    },
    publishConsultation(consultationId) {
      for (const [document, entry] of attached) {
        if (entry.name.kind === 'consultation' && entry.name.consultationId === consultationId) {
          refresh(document, entry);
        }
      }
    },
  };
}
