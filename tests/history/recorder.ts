import type { ClinicId, CommandId, ConsultationId, Outcome } from '@naervaer/machines/protocol';
import { KEYS } from '@naervaer/machines/protocol';
import type { OpenView, SyncClient } from '../support/sync-client.ts';
import type { History, Line, Party, Shown } from './history.ts';

type Said = Line extends infer One ? (One extends Line ? Omit<One, 'at'> : never) : never;

/** A client whose asking, telling and seeing is written down, and whose network can be cut. */
export interface RecordedClient extends SyncClient {
  cut(): void;
  heal(): void;
  /** Gone for good, with all that it kept and was not told of. */
  lose(): void;
}

/** Writes one history for all clients of a load, in the order in which they see it happen. */
export interface Recorder {
  add(line: Said): void;
  /** @param party as the server's directory knows who is signed in */
  record(client: SyncClient, party: Party): RecordedClient;
  history(): History;
}

export function createRecorder(): Recorder {
  const lines: Line[] = [];
  const begin = performance.now();
  let pages = 0;
  const add = (line: Said): void =>
    void lines.push({ at: Math.round((performance.now() - begin) * 1000) / 1000, ...line } as Line);

  function record(client: SyncClient, party: Party): RecordedClient {
    const { sessionId } = party;
    const reopened = new Set<() => void>();
    const closed = new Set<() => void>();
    const told = new Map<string, Outcome>();
    const waiting = new Map<string, (outcome: Outcome) => void>();
    add({ kind: 'session', party });
    const outcomes = client.document.getMap<Outcome>(KEYS.outcomes);
    outcomes.observe(({ keysChanged }) => {
      for (const id of keysChanged) {
        const outcome = outcomes.get(id);
        if (outcome === undefined) continue;
        add({ kind: 'told', sessionId, id: id as CommandId, outcome });
        told.set(id, outcome);
        waiting.get(id)?.(outcome);
        waiting.delete(id);
      }
    });

    /**
     * A page: over a cut it is opened anew, as the kit does, because no copy of a view may outlive
     * its socket (DC2).
     */
    function page<T>(open: () => OpenView<T>, shownOf: (view: T) => Shown): OpenView<T> {
      const number = (pages += 1);
      let view: OpenView<T> | undefined;
      let last = '';
      const start = (): void => {
        const opened = open();
        view = opened;
        opened.onChange(() => {
          const value = view === opened ? opened.value() : undefined;
          if (value === undefined) return;
          const shown = shownOf(value);
          const text = JSON.stringify(shown);
          if (text === last) return;
          last = text;
          add({ kind: 'seen', sessionId, page: number, epoch: opened.epoch(), shown });
        });
      };
      const stop = (): void => {
        view?.close();
        view = undefined;
      };
      reopened.add(start);
      closed.add(stop);
      start();
      const present = (): OpenView<T> => {
        view ??= open();
        return view;
      };
      return {
        value: () => view?.value(),
        denied: () => view?.denied(),
        epoch: () => present().epoch(),
        document: () => present().document(),
        onChange: (changed) => present().onChange(changed),
        close() {
          reopened.delete(start);
          closed.delete(stop);
          stop();
        },
      };
    }

    const recorded: RecordedClient = {
      ...client,
      send(command) {
        // Nothing leaves before this turn ends, so the asking is written before anybody hears it.
        const id = client.send(command);
        add({ kind: 'asked', sessionId, id, command });
        return id;
      },
      // Without an end to the patience: whose device is lost is never told.
      outcome: (id) =>
        new Promise((resolve) => {
          const outcome = told.get(id);
          if (outcome === undefined) waiting.set(id, resolve);
          else resolve(outcome);
        }),
      ask: (command) => recorded.outcome(recorded.send(command)),
      board: (clinicId: ClinicId) =>
        page(
          () => client.board(clinicId),
          (view) => ({ kind: 'board', clinicId, view }),
        ),
      lobby: (clinicId: ClinicId) =>
        page(
          () => client.lobby(clinicId),
          (view) => ({ kind: 'lobby', clinicId, view }),
        ),
      consultation: (consultationId: ConsultationId) =>
        page(
          () => client.consultation(consultationId),
          (view) => ({ kind: 'consultation', clinicId: view.clinicId, consultationId, view }),
        ),
      cut() {
        add({ kind: 'cut', sessionId });
        for (const stop of closed) stop();
        client.disconnect();
      },
      heal() {
        add({ kind: 'healed', sessionId });
        client.connect();
        for (const start of reopened) start();
      },
      lose() {
        add({ kind: 'lost', sessionId });
        for (const stop of closed) stop();
        client.close();
      },
    };
    return recorded;
  }

  return { add, record, history: () => lines };
}
