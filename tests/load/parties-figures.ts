/** What one page counts at one moment. */
export interface Sample {
  /** Milliseconds of the page's steady clock. */
  readonly at: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** What comes in by each leg; `leg` is the number of its connection in the page. */
  readonly legs: readonly LegSample[];
}

export interface LegSample {
  readonly leg: number;
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  readonly energy: number;
  /** Of the sound: samples that were made up, and all. */
  readonly concealed: number;
  readonly samples: number;
  /** Lines of the own picture that goes out by this leg; 0: none. */
  readonly sentHeight: number;
}

/** What one party saw of all the others over the time that was measured. */
export interface PartyFigures {
  readonly seat: string;
  /** Per cent of one processor that it was held to; null: as much as the machine gave. */
  readonly heldTo: number | null;
  /** Frames a second of all directions, second by second: the middle one. */
  readonly fps: number;
  /** Frames a second over the whole time, of the direction that got the fewest. */
  readonly worstFps: number;
  /** Share of seconds of a direction without a single frame, 0…1. */
  readonly frozen: number;
  /** Lines of the pictures that came, the smallest and the largest at the end. */
  readonly lines: readonly [number, number];
  /** Share of the sound that had to be made up, 0…1. */
  readonly concealed: number;
  /** Processors that its browser used, all processes. */
  readonly cores: number;
  readonly kbpsUp: number;
  readonly kbpsDown: number;
  /** Directions in which pictures advanced and sound had energy. */
  readonly alive: number;
}

export interface RunFigures {
  readonly parties: readonly PartyFigures[];
  /** Processors that everything else on this machine used meanwhile. */
  readonly others: number;
  /** Share of tenths of a second in which the party that is held back wanted more than it got. */
  readonly throttled: number | null;
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

interface Step {
  readonly seconds: number;
  readonly before: LegSample | undefined;
  readonly now: LegSample;
}

/** What each leg did from sample to sample; a leg that is new began with nothing. */
function stepsOf(samples: readonly Sample[]): readonly Step[] {
  return samples.slice(1).flatMap((now, at) => {
    const before = samples[at];
    if (!before) return [];
    const seconds = (now.at - before.at) / 1000;
    return now.legs.map((leg) => ({
      seconds,
      before: before.legs.find((one) => one.leg === leg.leg),
      now: leg,
    }));
  });
}

const grown = (step: Step, field: 'frames' | 'energy' | 'concealed' | 'samples'): number =>
  Math.max(0, step.now[field] - (step.before?.[field] ?? 0));

/**
 * @param samples about a second apart
 * @param others how many other parties there are: a leg that is missing shows no frame
 */
export function partyFigures(
  samples: readonly Sample[],
  others: number,
): Omit<PartyFigures, 'seat' | 'heldTo' | 'cores'> {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || first === last) throw new Error('at least two samples');
  const steps = stepsOf(samples);
  const seconds = (last.at - first.at) / 1000;
  const rates = steps.map((step) => grown(step, 'frames') / step.seconds);
  const missing = Math.max(0, others * (samples.length - 1) - rates.length);
  const all = [...rates, ...Array<number>(missing).fill(0)];
  const legs = Map.groupBy(steps, ({ now }) => now.leg);
  const perLeg = Array.from(legs.values(), (of) => ({
    frames: sum(of.map((step) => grown(step, 'frames'))),
    energy: sum(of.map((step) => grown(step, 'energy'))),
  }));
  const lines = last.legs.map(({ height }) => height);
  return {
    fps: median(all),
    worstFps:
      perLeg.length < others ? 0 : Math.min(...perLeg.map(({ frames }) => frames)) / seconds,
    frozen: all.filter((rate) => rate === 0).length / Math.max(1, all.length),
    lines: [Math.min(...lines), Math.max(...lines)],
    concealed:
      sum(steps.map((step) => grown(step, 'concealed'))) /
      Math.max(1, sum(steps.map((step) => grown(step, 'samples')))),
    kbpsUp: ((last.bytesUp - first.bytesUp) * 8) / 1000 / seconds,
    kbpsDown: ((last.bytesDown - first.bytesDown) * 8) / 1000 / seconds,
    alive: perLeg.filter(({ frames, energy }) => frames > 0 && energy > 0).length,
  };
}

const share = (value: number): string => `${(value * 100).toFixed(1)} %`;

/** A Markdown table, one line a party. */
export function partyTable(runs: readonly RunFigures[]): string {
  const head = [
    'parties',
    'party',
    'held to',
    'frames/s, middle',
    'of the worst',
    'seconds without a frame',
    'lines',
    'sound made up',
    'cores',
    'up kbit/s',
    'down kbit/s',
    'others’ cores',
  ];
  const rows = runs.flatMap(({ parties, others }) =>
    parties.map((party) => [
      String(parties.length),
      party.seat,
      party.heldTo === null ? '' : `${party.heldTo} % of a core`,
      party.fps.toFixed(0),
      party.worstFps.toFixed(0),
      share(party.frozen),
      party.lines[0] === party.lines[1] ? `${party.lines[0]}` : party.lines.join('–'),
      share(party.concealed),
      party.cores.toFixed(2),
      party.kbpsUp.toFixed(0),
      party.kbpsDown.toFixed(0),
      others.toFixed(2),
    ]),
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
