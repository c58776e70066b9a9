import { loadavg } from 'node:os';
import { startTalk } from './clients.ts';
import type { Client, Talk } from './clients.ts';
import type { Lab } from './lab/index.ts';
import { figuresOf, stallOf, worst } from './measures.ts';
import type { Figures } from './measures.ts';
import { observation } from './sampler.ts';
import type { Observation } from './sampler.ts';
import type { Scenario, Trouble } from './scenarios.ts';

/** How long is waited and watched, in seconds. */
export interface Pace {
  readonly setup: number;
  readonly quiet: number;
  readonly back: number;
  readonly after: number;
  readonly settle: number;
  readonly weighed: number;
}

export const PACE: Pace = {
  /** Until a call is up, or it never will. */
  setup: 45,
  /** With picture and sound on both sides before the trouble comes: bandwidth is found by then. */
  quiet: 4,
  /** Until picture and sound are back, or they never will. */
  back: 30,
  /** Watched after they are. */
  after: 6,
  /** A lasting trouble is given time to be noticed, then it is weighed. */
  settle: 10,
  weighed: 15,
};

export interface Run {
  readonly scenario: string;
  readonly client: Client;
  readonly at: string;
  /** Of the machine while it ran, over a minute. */
  readonly load: number;
  /** How long one of both pages had no processor while it was watched, in seconds. */
  readonly stall: number;
  /** Seconds from opening the second page until both sides see and hear; null: never. */
  readonly setup: number | null;
  /** Seconds until picture and sound count from the network's return, or from opening the page. */
  readonly figures: Figures;
  /** Of the other side, and of the troubled one. */
  readonly sides: readonly [Figures, Figures];
}

/** What is kept of a run for who looks for a cause. */
export interface Trace {
  readonly marks: Readonly<Record<string, number>>;
  readonly sides: readonly [Observation, Observation];
  readonly messages: readonly string[];
}

const rest = (seconds: number): Promise<void> =>
  new Promise((next) => {
    setTimeout(next, seconds * 1000);
  });

const NOTHING: Figures = { picture: null, sound: null, concealed: null, rate: 0, path: '' };

async function look(talk: Talk, since = 0): Promise<[Observation, Observation]> {
  return [await observation(talk.pages[0], since), await observation(talk.pages[1], since)];
}

/** Seconds from `since` until both sides saw and heard again; null when they do not in time. */
async function both(talk: Talk, since: number, seconds: number): Promise<number | null> {
  for (;;) {
    const now = Date.now();
    const found = (await look(talk, since)).map(({ samples }) =>
      figuresOf(samples, since, since, now),
    );
    const times = found.flatMap(({ picture, sound }) => [picture, sound]);
    if (times.every((time) => time !== null)) return Math.max(...times);
    if (now > since + seconds * 1000) return null;
    await rest(0.5);
  }
}

/** Lets the trouble come. @returns when the network was back, or as bad as it stays */
async function make(lab: Lab, talk: Talk, trouble: Trouble, seed: number): Promise<number> {
  const { two } = lab.wires;
  switch (trouble.kind) {
    case 'none':
      return Date.now();
    case 'blackout':
      await two.set({ isCut: true });
      await rest(trouble.seconds);
      return two.set({ isCut: false });
    case 'condition': {
      const { up, down } = trouble.condition;
      const seeded = { up: { ...up, seed }, down: { ...down, seed: seed + 1 } };
      return two.set({ ...trouble.condition, ...seeded });
    }
    case 'address':
      return two.changeAddress();
    case 'reload': {
      const at = Date.now();
      await talk.pages[1].reload({ waitUntil: 'commit' });
      return at;
    }
    default:
      return trouble satisfies never;
  }
}

/**
 * One call of one client through one scenario.
 * @param seed which packets are lost
 */
export async function runOnce(
  lab: Lab,
  client: Client,
  scenario: Scenario,
  seed: number,
  pace: Pace = PACE,
): Promise<{ run: Run; trace: Trace }> {
  await lab.wires.two.reset();
  await lab.wires.two.set(scenario.before);
  const at = new Date().toISOString();
  const talk = await startTalk(lab, client);
  try {
    const setup = await both(talk, talk.openedAt, pace.setup);
    const marks: Record<string, number> = { opened: talk.openedAt };
    let sides: [Figures, Figures] = [NOTHING, NOTHING];
    let stall = 0;
    if (setup !== null) {
      await rest(pace.quiet);
      marks['trouble'] = Date.now();
      const back = await make(lab, talk, scenario.trouble, seed);
      marks['back'] = back;
      const isHealing = ['blackout', 'address', 'reload'].includes(scenario.trouble.kind);
      if (isHealing) await both(talk, back, pace.back);
      const isLasting = scenario.trouble.kind === 'condition';
      if (isLasting) await rest(pace.settle);
      await rest(isHealing ? pace.after : pace.weighed);
      const to = Date.now();
      const since = scenario.trouble.kind === 'none' ? talk.openedAt : back;
      const from = isHealing ? back : to - pace.weighed * 1000;
      const [other, troubled] = await look(talk);
      stall = Math.max(...[other, troubled].map(({ samples }) => stallOf(samples, since, to)));
      sides = [
        figuresOf(other.samples, since, from, to),
        figuresOf(troubled.samples, since, from, to),
      ];
    }
    const figures = worst(...sides);
    const load = loadavg()[0] ?? Number.NaN;
    return {
      run: { scenario: scenario.name, client, at, load, stall, setup, figures, sides },
      trace: { marks, sides: await look(talk), messages: talk.messages },
    };
  } finally {
    await talk.close();
  }
}
