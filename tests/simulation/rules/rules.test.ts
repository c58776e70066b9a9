import { ACCEPTED, refused } from '@naervaer/machines/protocol';
import type { BoardRow, BoardView, LobbyView } from '@naervaer/machines/protocol';
import { describe, expect, test } from 'vitest';
import type { Rule, ShownView } from '../facts.ts';
import { RULES } from './index.ts';
import * as made from './stream.ts';
import { ANNA, BO, CARLA, EVA, verdict } from './stream.ts';
import type { Stream } from './stream.ts';

const MINUTE = 60_000;
const { OPEN, JOIN, CLAIM, LEAVE, by, joinOf, claimOf, commandId, consultation } = made;
const opened = (): Stream => {
  const stream = made.createStream();
  stream.started(1);
  stream.done(BO, 1, OPEN, { type: 'OPEN', by: by(BO) });
  return stream;
};
const joined = (): Stream => {
  const stream = opened();
  stream.done(ANNA, 2, JOIN, joinOf(2, ANNA));
  return stream;
};
const waiting = (n: number, side: 'AWAY' | 'BACK') =>
  ({ type: side, consultationId: consultation(n), side: 'waiter' }) as const;
const withBoard = (stream: Stream, change: (view: BoardView) => BoardView): ShownView => {
  const shown = stream.board();
  if (shown.kind !== 'board' || shown.view === undefined) throw new Error('no board');
  return { ...shown, view: change(shown.view) };
};

/** Of each rule, by its title: what breaks it, and the sentence that says so. */
const BREAKS: Readonly<Record<string, readonly (readonly [string, (stream: Stream) => void])[]>> = {
  'The journal is only added to: 1, 2, 3 … in each stream': [
    [
      'event 4 of clinic/nordby came after event 2',
      (s) => s.committed(s.entry([waiting(2, 'AWAY')], undefined, 4)),
    ],
    [
      'event 2 of clinic/nordby came after event 2',
      (s) => s.committed(s.entry([waiting(2, 'AWAY')], undefined, 2)),
    ],
  ],
  'The server decides only what somebody asked for': [
    [
      'an outcome of a command that nobody asked for',
      (s) => s.committed(s.entry([claimOf(2, BO)], { page: BO, n: 9 })),
    ],
    [
      "Bo's claim counts as somebody else's",
      (s) => {
        s.asked(BO, 9, CLAIM(2));
        s.committed(s.entry([claimOf(2, BO)], { page: EVA, n: 9 }));
      },
    ],
  ],
  'A command has one outcome, told the same whenever it is told': [
    [
      "Anna's join without CPR was decided a second time",
      (s) => s.committed(s.entry([], { page: ANNA, n: 2, outcome: refused('alreadyInQueue') })),
    ],
    [
      "Anna's join without CPR was told to be accepted, and then refused (notStored)",
      (s) => s.told(ANNA, 2, refused('notStored')),
    ],
    [
      "Bo's claim is told to be accepted; the disk has it as refused (forbidden)",
      (s) => {
        s.asked(BO, 9, CLAIM(2));
        s.committed(s.entry([], { page: BO, n: 9, outcome: refused('forbidden') }));
        s.told(BO, 9, ACCEPTED);
      },
    ],
    [
      "Bo's claim took effect 2 times",
      (s) => {
        s.asked(BO, 9, CLAIM(2));
        s.committed(s.entry([claimOf(2, BO), claimOf(2, BO)], { page: BO, n: 9 }));
      },
    ],
  ],
  'Nothing is told that the disk does not have': [
    [
      "Bo's computer is told that Bo's claim is accepted, and no disk has that",
      (s) => {
        s.asked(BO, 9, CLAIM(2));
        s.told(BO, 9);
      },
    ],
  ],
  'Commands of one session are decided in the order in which they were asked': [
    [
      "Bo's claim (…0009) was decided before Bo's opening of the clinic (…0008), which was asked first",
      (s) => {
        s.asked(BO, 8, OPEN);
        s.asked(BO, 9, CLAIM(2));
        s.committed(s.entry([claimOf(2, BO)], { page: BO, n: 9 }));
      },
    ],
    [
      'a command took effect that was taken back',
      (s) => {
        s.asked(ANNA, 8, LEAVE(2));
        s.push({ kind: 'withdrawn', page: ANNA, id: commandId(8) });
        s.committed(s.entry([], { page: ANNA, n: 8 }));
      },
    ],
  ],
  'The times of a clinic’s events never go back': [
    [
      'AWAY of clinic/nordby stands 5000 ms before the event before it',
      (s) => {
        s.wait(-5_000);
        s.happens(waiting(2, 'AWAY'));
      },
    ],
  ],
  'At most one clinician holds a consultation': [
    [
      'Eva and Bo both have the consultation of Anna',
      (s) => {
        s.done(EVA, 8, CLAIM(2), claimOf(2, EVA));
        s.done(BO, 9, CLAIM(2), claimOf(2, BO));
      },
    ],
    [
      'Eva and Bo both have the consultation of Anna',
      (s) => {
        s.done(EVA, 8, CLAIM(2), claimOf(2, EVA));
        s.asked(BO, 9, CLAIM(2));
        s.committed(s.entry([], { page: BO, n: 9 }));
      },
    ],
  ],
  'One consultation and one place each: what is always true of a clinic': [
    [
      'Bo claims a patient whom a colleague holds (the consultation of Anna)',
      (s) => {
        s.done(EVA, 8, CLAIM(2), claimOf(2, EVA));
        s.done(BO, 9, CLAIM(2), claimOf(2, BO));
      },
    ],
    ['Anna stands in the queue twice', (s) => s.done(ANNA, 8, JOIN, joinOf(8, ANNA))],
    [
      'Carla joins a clinic that is closing',
      (s) => {
        s.happens({ type: 'CLOSE', by: by(BO) });
        s.done(CARLA, 8, JOIN, joinOf(8, CARLA));
      },
    ],
    [
      'Anna changes what is over (the consultation of Anna)',
      (s) => {
        const leave = {
          type: 'LEAVE',
          consultationId: consultation(2),
          by: ANNA.personId,
        } as const;
        s.done(ANNA, 8, LEAVE(2), leave);
        s.done(ANNA, 9, LEAVE(2), leave);
      },
    ],
  ],
  'The journal holds nothing that the clinic refuses or that changes nothing': [
    [
      'the journal holds CLAIM by Bo (the consultation of Anna), which its clinic refuses (alreadyClaimed)',
      (s) => {
        s.done(EVA, 8, CLAIM(2), claimOf(2, EVA));
        s.done(BO, 9, CLAIM(2), claimOf(2, BO));
      },
    ],
    [
      'the journal holds BACK by the server (the consultation of Anna), which changes nothing in it',
      (s) => s.happens(waiting(2, 'BACK')),
    ],
  ],
  'A refused command leaves no event, an accepted one leaves its own': [
    [
      "Bo's claim was refused (alreadyClaimed) and took effect all the same",
      (s) => s.done(BO, 9, CLAIM(2), claimOf(2, BO), refused('alreadyClaimed')),
    ],
    [
      "Bo's claim was accepted and left 0 events",
      (s) => {
        s.asked(BO, 9, CLAIM(2));
        s.committed(s.entry([], { page: BO, n: 9 }));
      },
    ],
    [
      "Bo's claim was accepted and became CLAIM of another kind",
      (s) => s.done(BO, 9, CLAIM(2), claimOf(2, EVA)),
    ],
    ['CLAIM came to the journal without a command', (s) => s.happens(claimOf(2, EVA))],
  ],
  'What is due happens while the server runs, restarts or not': [
    [
      'the consultation of Anna is still waiting, 120 seconds after that was to end by itself, and the server ran',
      (s) => {
        s.happens(waiting(2, 'AWAY'));
        s.wait(10 * MINUTE);
        s.push({ kind: 'serverDied' });
        s.wait(60 * MINUTE);
        s.started(2);
        s.wait(22 * MINUTE);
        s.settled();
      },
    ],
  ],
  'What somebody writes into a document that is only to be read reaches nobody': [
    [
      "Bo's computer got what somebody else wrote into a document that they may only read",
      (s) => {
        const document = 'board/nordby/1';
        s.push({ kind: 'forged', page: EVA, document, key: 'forged-1' });
        s.copied(EVA, (rows) => ({ ...rows, 'forged-1': {} }));
        s.copied(BO);
        s.copied(BO, (rows) => ({ ...rows, 'forged-1': {} }));
      },
    ],
    [
      "Bo's computer got what somebody else wrote into a document that they may only read",
      (s) => {
        s.push({ kind: 'forged', page: EVA, document: 'board/nordby/1', key: consultation(2) });
        s.copied(BO, (rows) =>
          Object.fromEntries(Object.entries(rows).map(([id, row]) => [id, { ...row, reason: '' }])),
        );
      },
    ],
    [
      "Bo's computer got what somebody else wrote into a document that they may only read",
      (s) => {
        s.copied(BO);
        s.push({ kind: 'forged', page: EVA, document: 'board/nordby/1', key: consultation(2) });
        s.copied(BO, () => ({}));
      },
    ],
    [
      'a forgery came to the journal',
      (s) => {
        s.push({ kind: 'forged', page: EVA, document: 'session/x', key: commandId(8) });
        s.done(BO, 8, CLAIM(2), claimOf(2, BO));
      },
    ],
  ],
  'A document holds what its readers’ screen needs, and a citizen is named on the board only': [
    ["Anna's tablet holds the board of a clinic", (s) => s.copied(ANNA)],
    [
      "the board on Bo's computer holds a field “diagnosis”",
      (s) =>
        s.copied(BO, (rows) =>
          Object.fromEntries(
            Object.entries(rows).map(([id, row]) => [id, { ...row, diagnosis: '' }]),
          ),
        ),
    ],
    [
      "the view of a consultation on Anna's tablet tells of a citizen in “message.text”",
      (s) => {
        const view = {
          message: { late: null, text: `Om ${'reason' in JOIN ? JOIN.reason : ''}`, at: 1 },
        };
        s.push({
          kind: 'copied',
          page: ANNA,
          document: `consultation/${consultation(2)}/1`,
          content: { consultation: { view } },
        });
      },
    ],
    [
      "Carla's tablet holds the consultation of Anna",
      (s) => {
        // A name is known from the first thing that its bearer does.
        s.shown(CARLA, s.lobby());
        const document = `consultation/${consultation(2)}/1`;
        s.push({ kind: 'copied', page: CARLA, document, content: {} });
      },
    ],
  ],
  'When all has come to rest, nobody waits for an answer': [
    [
      "all is quiet, and Bo's claim was never decided",
      (s) => {
        s.asked(BO, 9, CLAIM(2));
        s.push({ kind: 'settled', pages: [{ page: BO, pending: [commandId(9)] }] });
      },
    ],
    [
      "all is quiet, and Anna's tablet still keeps Anna's join without CPR, which is decided",
      (s) => s.push({ kind: 'settled', pages: [{ page: ANNA, pending: [commandId(2)] }] }),
    ],
    [
      "all is quiet, and nobody was told what became of Bo's claim",
      (s) => {
        s.asked(BO, 9, CLAIM(2));
        s.settled(BO);
      },
    ],
  ],
  'A document has one key for each thing, and no other': [
    [
      "a row stands under the key of another on Bo's computer",
      (s) => s.copied(BO, (rows) => ({ ...rows, other: Object.values(rows)[0] as BoardRow })),
    ],
  ],
  'Screens and copies show only states that the disk has': [
    [
      "the board on Bo's computer shows what no disk ever had (2 rows, the journal has 1)",
      (s) =>
        s.shown(
          BO,
          withBoard(s, ({ head, rows }) => ({
            head,
            rows: [...rows, ...rows.map((row) => ({ ...row, consultationId: consultation(9) }))],
          })),
        ),
    ],
    [
      "the view of a consultation on Carla's tablet is of something that no disk has",
      (s) => {
        const anna = s.consultation(2);
        if (anna.kind === 'consultation') {
          s.shown(CARLA, { ...anna, consultationId: consultation(3) });
        }
      },
    ],
  ],
  'No screen and no copy goes back in time': [
    [
      "the board on Bo's computer goes back to what it showed before",
      (s) => {
        const before = s.board();
        s.shown(BO, before);
        s.happens(waiting(2, 'AWAY'));
        s.shown(BO, s.board());
        s.shown(BO, before);
      },
    ],
  ],
  'A copy of an epoch holds nothing from before the epoch began': [
    [
      "the board on Bo's computer holds what was over before the server started",
      (s) => {
        const empty = made.createStream();
        const { view } = empty.board();
        s.started(2);
        s.push({
          kind: 'copied',
          page: BO,
          document: 'board/nordby/2',
          content: { board: { head: (view as BoardView).head } },
        });
      },
    ],
  ],
  'When all has come to rest, every screen shows what the journal says': [
    [
      "all is quiet, and the clinic’s state on Anna's tablet is not what the journal says (queueLength is 9, the journal has 1)",
      (s) => {
        const { view } = s.lobby();
        s.shown(ANNA, {
          kind: 'lobby',
          clinicId: made.CLINIC.clinicId,
          view: { ...(view as LobbyView), queueLength: 9 },
        });
        s.settled(ANNA);
      },
    ],
    [
      "all is quiet, and the view of a consultation on Anna's tablet is not what the journal says (it shows nothing)",
      (s) => {
        s.shown(ANNA, { ...s.consultation(2), view: undefined } as ShownView);
        s.settled(ANNA);
      },
    ],
  ],
};

describe.each(RULES)('$id: $title', (rule: Rule) => {
  test('has nothing against a day on which all went well', () => {
    expect(verdict(rule, made.honestDay())).toBeUndefined();
  });
  test.each(BREAKS[rule.title] ?? [])('%s', (sentence, breaks) => {
    const stream = joined();
    expect(verdict(rule, stream)).toBeUndefined();
    breaks(stream);
    expect(verdict(rule, stream)).toBe(`${rule.id}: ${sentence}`);
  });
});

test('every rule is seen to fail', () => {
  expect(RULES.map(({ title }) => title).filter((title) => !BREAKS[title]?.length)).toEqual([]);
  expect(Object.keys(BREAKS).sort()).toEqual(RULES.map(({ title }) => title).sort());
});
