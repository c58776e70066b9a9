import type { Condition } from './lab/index.ts';

/** What comes to the waiter's network while the call is under way. */
export type Trouble =
  | { readonly kind: 'none' }
  /** Nothing passes for so many seconds. */
  | { readonly kind: 'blackout'; readonly seconds: number }
  /** From then on. */
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'address' }
  /** The waiter's page is loaded anew, on a network without trouble. */
  | { readonly kind: 'reload' };

export interface Scenario {
  readonly name: string;
  /** As the table says it. */
  readonly title: string;
  /** The network on which the call is set up. */
  readonly before: Condition;
  readonly trouble: Trouble;
}

const both = (way: NonNullable<Condition['up']>): Condition => ({ up: way, down: way });

const PATHS = [
  ['', 'direct', {}],
  ['-relay', 'TURN/UDP', { allow: 'no-direct' }],
  ['-tcp', 'TURN/TCP', { allow: 'no-udp' }],
  ['-tls', 'TURN/TLS 443', { allow: 'tls-only' }],
] as const;

const blackouts = PATHS.flatMap(([suffix, path, before]) =>
  [2, 8, 20, 60].map((seconds): Scenario => ({
    name: `blackout-${seconds}${suffix}`,
    title: `blackout ${seconds} s, ${path}`,
    before,
    trouble: { kind: 'blackout', seconds },
  })),
);

const lasting = (name: string, title: string, condition: Condition): Scenario => ({
  name,
  title,
  before: {},
  trouble: { kind: 'condition', condition },
});

/** In the order of the table. Loss, delay and rate hold in each direction of one side's network. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'clean', title: 'no trouble', before: {}, trouble: { kind: 'none' } },
  ...blackouts,
  ...[8, 20].map((seconds): Scenario => ({
    name: `blackout-${seconds}-far`,
    title: `blackout ${seconds} s, direct, with delay 150 ms`,
    before: both({ delay: 150 }),
    trouble: { kind: 'blackout', seconds },
  })),
  {
    name: 'address',
    title: 'change of address, direct',
    before: {},
    trouble: { kind: 'address' },
  },
  {
    name: 'address-tls',
    title: 'change of address, TURN/TLS 443',
    before: { allow: 'tls-only' },
    trouble: { kind: 'address' },
  },
  { name: 'reload', title: 'reload of a page', before: {}, trouble: { kind: 'reload' } },
  lasting('loss-10', 'loss 10 %', both({ loss: 0.1 })),
  lasting('delay-150', 'delay 150 ms', both({ delay: 150 })),
  lasting('loss-10-delay-150', 'loss 10 % and delay 150 ms', both({ loss: 0.1, delay: 150 })),
  lasting('rate-300', '300 kbit/s', both({ rate: 300 })),
  lasting('rate-120', '120 kbit/s', both({ rate: 120 })),
  lasting('rate-60', '60 kbit/s', both({ rate: 60 })),
  {
    name: 'udp-blocked',
    title: 'UDP blocked',
    before: { allow: 'no-udp' },
    trouble: { kind: 'none' },
  },
  {
    name: 'tls-only',
    title: 'all blocked but TCP 443',
    before: { allow: 'tls-only' },
    trouble: { kind: 'none' },
  },
];

/** @param names scenarios, or how their names begin; a name of its own means only itself */
export function chosen(names: readonly string[]): Scenario[] {
  return SCENARIOS.filter((scenario) =>
    names.some((name) =>
      SCENARIOS.some((one) => one.name === name)
        ? scenario.name === name
        : scenario.name.startsWith(name),
    ),
  );
}
