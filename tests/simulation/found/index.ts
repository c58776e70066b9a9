import type { Story } from '../story.ts';

/** A story that broke a rule once. It is played again at each test, and must break none. */
export interface FoundStory {
  /** The rule, and what went wrong when it was found. */
  readonly name: string;
  readonly seed: number;
  readonly story: Story;
}

export const FOUND: readonly FoundStory[] = [
  {
    name: 'MA2: a timer that ran a little ahead of the clock asked too early, and nobody asked again',
    seed: 7,
    story: [
      { do: 'act', on: 'Bo', choice: 1422 },
      { do: 'wait', ms: 417_902 },
      { do: 'act', on: 'Dan', choice: 1934 },
      { do: 'wait', ms: 600_000 },
    ],
  },
  {
    name: 'CM4: a clock that was set back while the server was down turned the journal around',
    seed: 16,
    story: [
      { do: 'act', on: 'Anna', choice: 0 },
      { do: 'kill', when: 'now' },
      { do: 'jump', on: 'server', ms: -7_088 },
    ],
  },
  {
    name: 'DC4: a session that was denied for an old token never tried again on its socket',
    seed: 14,
    story: [
      { do: 'kill', when: 'now' },
      { do: 'jump', on: 'server', ms: 3_600_000 },
      { do: 'wait', ms: 1_985 },
      { do: 'act', on: 'Anna', choice: 0 },
    ],
  },
  {
    name: 'CM4: what was said after a reload with the clock set back was taken first',
    seed: 21,
    story: [
      { do: 'kill', when: 'now' },
      { do: 'act', on: 'Dan', choice: 0 },
      { do: 'jump', on: 'Dan', ms: -3_600_000 },
      { do: 'wait', ms: 100 },
      { do: 'reload', on: 'Dan' },
      { do: 'wait', ms: 400 },
      { do: 'act', on: 'Dan', choice: 0 },
      { do: 'wait', ms: 100 },
    ],
  },
  {
    name: 'DC4: a tab that missed its own end, before a new sign-in on its device, never asked who is here',
    seed: 945_429_847,
    story: [
      { do: 'revoke', on: 'Anna' },
      { do: 'wait', ms: 8 },
      { do: 'secondTab', on: 'Anna' },
      { do: 'act', on: 'Anna', choice: 0 },
      { do: 'wait', ms: 29 },
      { do: 'wait', ms: 8 },
      { do: 'act', on: 'Anna', choice: 0 },
    ],
  },
];
