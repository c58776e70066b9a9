import * as fc from 'fast-check';

/** Who and what a story is about; the world has these devices and no others. */
export const DEVICES = ['Anna', 'Anna2', 'Bo', 'Carla', 'Dan', 'Eva', 'Finn', 'Gry'] as const;
export type DeviceName = (typeof DEVICES)[number];

/** One thing that happens in a story. Plain JSON: what is found can be pasted as a test. */
export type Step =
  /** Somebody does something; `choice` picks it from what the screen shows. */
  | { readonly do: 'act'; readonly on: DeviceName; readonly choice: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'night' }
  | {
      readonly do: 'reload' | 'close' | 'secondTab' | 'signOut' | 'revoke';
      readonly on: DeviceName;
    }
  /** `isKnown`: the browser says `offline`; else nobody notices until it is silent for long. */
  | { readonly do: 'cut'; readonly on: DeviceName; readonly isKnown: boolean }
  | { readonly do: 'heal'; readonly on: DeviceName }
  /** Now, or at the next commit: before it is on the disk, or after and before anybody knows. */
  | { readonly do: 'kill'; readonly when: 'now' | 'before' | 'after' }
  /** The server is asked to end, as before an update, and is given ten seconds. */
  | { readonly do: 'stop' }
  | { readonly do: 'start' }
  | { readonly do: 'diskFull'; readonly isFull: boolean }
  | { readonly do: 'jump'; readonly on: DeviceName | 'server'; readonly ms: number };

export type Story = readonly Step[];

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const constant = <const T extends Step>(step: T): fc.Arbitrary<Step> => fc.constant(step);
const on = fc.constantFrom(...DEVICES);
/** Those whose hands ask for something, as often as they do. */
const hands = fc.oneof(
  ...(
    [
      ['Anna', 5],
      ['Anna2', 1],
      ['Bo', 4],
      ['Carla', 2],
      ['Dan', 6],
      ['Eva', 3],
      ['Finn', 1],
      ['Gry', 1],
    ] as const
  ).map(([name, weight]) => ({ weight, arbitrary: fc.constant<DeviceName>(name) })),
);
const choice = fc.nat({ max: 9_999 });

const act: fc.Arbitrary<Step> = fc.record({ do: fc.constant('act' as const), on: hands, choice });
const wait = (max: number): fc.Arbitrary<Step> =>
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max }) });
const jump = fc.oneof(
  fc.integer({ min: -2 * HOUR, max: 2 * HOUR }),
  fc.integer({ min: -48 * HOUR, max: 48 * HOUR }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 54, arbitrary: act },
  { weight: 10, arbitrary: wait(200) },
  { weight: 14, arbitrary: wait(10 * SECOND) },
  { weight: 5, arbitrary: wait(5 * MINUTE) },
  { weight: 3, arbitrary: wait(2 * HOUR) },
  { weight: 2, arbitrary: wait(12 * HOUR) },
  { weight: 2, arbitrary: constant({ do: 'night' }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('reload' as const), on }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('close' as const), on }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('secondTab' as const), on }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('signOut' as const), on }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revoke' as const), on }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('cut' as const), on, isKnown: fc.boolean() }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('heal' as const), on }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('kill' as const),
      when: fc.constantFrom('now' as const, 'before' as const, 'after' as const),
    }),
  },
  { weight: 1, arbitrary: constant({ do: 'stop' }) },
  { weight: 4, arbitrary: constant({ do: 'start' }) },
  { weight: 1, arbitrary: constant({ do: 'diskFull', isFull: true }) },
  { weight: 3, arbitrary: constant({ do: 'diskFull', isFull: false }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('jump' as const), on, ms: jump }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      on: fc.constant('server' as const),
      ms: jump,
    }),
  },
);

/** Stories of up to `longest` steps. */
export const stories = (longest: number): fc.Arbitrary<Story> =>
  fc.noBias(fc.array(step, { minLength: 0, maxLength: longest, size: 'max' }));
