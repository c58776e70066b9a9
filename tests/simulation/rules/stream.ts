import type { ClinicEvent } from '@naervaer/machines/clinic';
import { ACCEPTED, boardDocument, KEYS } from '@naervaer/machines/protocol';
import type {
  BoardRow,
  ClinicId,
  CommandId,
  CommandInput,
  ConsultationId,
  Epoch,
  Instant,
  Outcome,
  PersonId,
  SessionId,
} from '@naervaer/machines/protocol';
import type { Entry } from '@naervaer/storage';
import { toJournal } from '@naervaer/sync-server/actors/journal.ts';
import { request } from '../../model/people.ts';
import { plainEvent, plainSealed } from '../../support/plain-sealer.ts';
import { joinWithoutCpr } from '../../support/samples.ts';
import { RuleBroken } from '../facts.ts';
import type { Fact, Page, Rule, ShownView, Sight } from '../facts.ts';
import { createBook } from './book.ts';
import { boardOf, consultationOf, lobbyOf } from './pure.ts';

/** Streams of facts made by hand, as short as a rule needs them. */

export const CLINIC = { clinicId: 'nordby' as ClinicId, name: 'Nordby', ydernummer: '057584' };
export const T0 = 1_000_000;
const MINUTE = 60_000;

function page(name: string, role: Page['role'], thing: string, n: number): Page {
  return {
    device: `${name}'s ${thing}`,
    personId: `nordby.${name.toLowerCase()}` as PersonId,
    role,
    sessionId: `00000000-0000-4000-8000-00000000000${n}` as SessionId,
  };
}
export const ANNA = page('Anna', 'caregiver', 'tablet', 1);
export const CARLA = page('Carla', 'caregiver', 'tablet', 2);
export const BO = page('Bo', 'clinician', 'computer', 3);
export const EVA = page('Eva', 'clinician', 'computer', 4);

export const commandId = (n: number): CommandId =>
  `00000000-0000-7000-8000-${String(n).padStart(12, '0')}` as CommandId;
export const consultation = (n: number): ConsultationId => commandId(n) as string as ConsultationId;

type Timeless = ClinicEvent extends infer E ? (E extends unknown ? Omit<E, 'at'> : never) : never;

export const by = ({ personId, device }: Page) => ({ personId, name: device });
export const joinOf = (n: number, who: Page): Timeless => {
  const { waiter, ...rest } = request(n, n, null);
  return { type: 'JOIN', ...rest, waiter: { ...waiter, personId: who.personId } };
};
export const claimOf = (n: number, who: Page): Timeless => ({
  type: 'CLAIM',
  consultationId: consultation(n),
  by: by(who),
  roomId: commandId(900 + n) as never,
});
export const OPEN: CommandInput = { type: 'openClinic', clinicId: CLINIC.clinicId };
export const JOIN = joinWithoutCpr(CLINIC.ydernummer);
const on = (n: number) => ({ clinicId: CLINIC.clinicId, consultationId: consultation(n) });
export const CLAIM = (n: number): CommandInput => ({ type: 'claim', ...on(n) });
export const LEAVE = (n: number): CommandInput => ({ type: 'leaveQueue', ...on(n) });

/** A stream that grows; what it commits has the next `seq`, and `at` moves by hand. */
export function createStream() {
  const sights: Sight[] = [];
  const book = createBook([CLINIC]);
  const [clinic] = book.clinics;
  if (clinic === undefined) throw new Error('there is no clinic');
  const orders = new Map<SessionId, number>();
  let at: Instant = T0;
  let seq = 0;

  function push(fact: Fact): void {
    book.see(fact);
    sights.push({ step: sights.length, at, fact });
  }

  const stream = {
    sights,
    get now() {
      return clinic.now;
    },
    push,
    wait(ms: number) {
      at += ms;
    },
    asked(page: Page, n: number, command: CommandInput) {
      const order = (orders.get(page.sessionId) ?? 0) + 1;
      orders.set(page.sessionId, order);
      push({ kind: 'asked', page, id: commandId(n), command, order, tab: 0 });
    },
    told: (page: Page, n: number, outcome: Outcome = ACCEPTED) =>
      push({ kind: 'told', page, id: commandId(n), outcome }),
    /** One entry as it would be on the disk. */
    entry(
      events: readonly Timeless[],
      asked?: { readonly page: Page; readonly n: number; readonly outcome?: Outcome },
      first = seq + 1,
    ): Entry {
      return {
        stream: `clinic/${CLINIC.clinicId}`,
        events: events.map((event, index) =>
          plainEvent(toJournal({ ...event, at } as ClinicEvent, first + index, CLINIC.clinicId)),
        ),
        outcome: asked
          ? {
              commandId: commandId(asked.n),
              sessionId: asked.page.sessionId,
              outcome: plainSealed(asked.outcome ?? ACCEPTED),
              at,
            }
          : null,
        records: [],
        keys: [],
        ended: [],
        access: [],
      };
    },
    committed(...batch: readonly Entry[]) {
      push({ kind: 'committed', batch });
      for (const { events } of batch) seq = events.at(-1)?.seq ?? seq;
    },
    /** Asked, committed and told: a command that went well. */
    done(page: Page, n: number, command: CommandInput, event: Timeless, outcome?: Outcome) {
      const kept = outcome === undefined ? {} : { outcome };
      stream.asked(page, n, command);
      stream.wait(1_000);
      stream.committed(stream.entry([event], { page, n, ...kept }));
      stream.told(page, n, outcome);
    },
    happens: (event: Timeless) => stream.committed(stream.entry([event])),
    shown: (page: Page, shown: ShownView) => push({ kind: 'shown', page, shown }),
    /** The board as it is now. */
    board: (): ShownView => ({
      kind: 'board',
      clinicId: CLINIC.clinicId,
      view: boardOf(clinic.now),
    }),
    lobby: (): ShownView => ({
      kind: 'lobby',
      clinicId: CLINIC.clinicId,
      view: lobbyOf(clinic.now),
    }),
    consultation: (n: number): ShownView => ({
      kind: 'consultation',
      consultationId: consultation(n),
      view: consultationOf(clinic.now, consultation(n)),
    }),
    /** A copy of the board as it is now, with what `change` makes of its rows. */
    copied(
      page: Page,
      change: (rows: Record<string, BoardRow>) => Record<string, unknown> = (rows) => rows,
      epoch = 1,
    ) {
      const { head, rows } = boardOf(clinic.now);
      push({
        kind: 'copied',
        page,
        document: boardDocument(CLINIC.clinicId, epoch as Epoch),
        content: {
          [KEYS.board]: { [KEYS.head]: head },
          [KEYS.rows]: change(Object.fromEntries(rows.map((row) => [row.consultationId, row]))),
        },
      });
    },
    started: (epoch: number) => push({ kind: 'serverStarted', epoch: epoch as Epoch }),
    settled: (...pages: readonly Page[]) =>
      push({ kind: 'settled', pages: pages.map((page) => ({ page, pending: [] })) }),
  };
  return stream;
}
export type Stream = ReturnType<typeof createStream>;

/** A day on which everything went well, and in which every kind of fact comes up. */
export function honestDay(): Stream {
  const day = createStream();
  day.started(1);
  day.done(BO, 1, OPEN, { type: 'OPEN', by: by(BO) });
  day.shown(BO, day.board());
  day.copied(BO);
  day.done(ANNA, 2, JOIN, joinOf(2, ANNA));
  day.shown(ANNA, day.consultation(2));
  day.shown(ANNA, day.lobby());
  day.done(CARLA, 3, JOIN, joinOf(3, CARLA));
  day.shown(BO, day.board());
  day.copied(BO);
  day.done(EVA, 4, CLAIM(2), claimOf(2, EVA));
  // Too late: Eva has her.
  const late = { status: 'refused', code: 'alreadyClaimed', holder: 'Eva' } as const;
  day.asked(BO, 5, CLAIM(2));
  day.committed(day.entry([], { page: BO, n: 5, outcome: late }));
  day.told(BO, 5, late);
  day.told(BO, 5, late);
  day.push({ kind: 'serverDied' });
  day.wait(MINUTE);
  day.started(7);
  day.happens({ type: 'AWAY', consultationId: consultation(3), side: 'waiter' });
  day.wait(3 * MINUTE);
  day.happens({ type: 'DEADLINE' });
  day.asked(ANNA, 6, LEAVE(2));
  day.push({ kind: 'withdrawn', page: ANNA, id: commandId(6) });
  day.done(ANNA, 7, LEAVE(2), {
    type: 'LEAVE',
    consultationId: consultation(2),
    by: ANNA.personId,
  });
  day.wait(30 * MINUTE);
  day.happens({ type: 'DEADLINE' });
  day.wait(40 * MINUTE);
  day.happens({ type: 'DEADLINE' });
  day.copied(BO, undefined, 7);
  day.shown(BO, day.board());
  day.shown(ANNA, day.consultation(2));
  day.shown(ANNA, day.lobby());
  day.settled(ANNA, BO, CARLA, EVA);
  return day;
}

/** What the rule says of a stream; undefined when it has nothing against it. */
export function verdict(rule: Rule, { sights }: Stream): string | undefined {
  const witness = rule.watch([CLINIC]);
  try {
    for (const sight of sights) witness.see(sight);
  } catch (error) {
    if (error instanceof RuleBroken) return error.message;
    throw error;
  }
  return undefined;
}
