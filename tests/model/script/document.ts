import { consultationIn } from '@naervaer/machines/clinic';
import { stepOf } from '@naervaer/machines/tablet';
import type { Language } from '@naervaer/kit/texts';
import { MACHINE_NAMES } from '../walks/index.ts';
import { BEGINNINGS } from './beginnings.ts';
import type { ChapterName } from './chapters.ts';
import { da } from './da.ts';
import { en } from './en.ts';
import type { Said, Scene, ScriptLanguage, Sight } from './language.ts';
import { REASON, citizenOf } from './move.ts';
import type { Deed } from './move.ts';
import { everything, makePlan } from './plan.ts';
import type { Chapter, Step } from './plan.ts';
import { rowNameOf, seen } from './see.ts';
import type { Shown } from './see.ts';
import { REASONS, UNREACHED } from './unreached.ts';
import type { Reason } from './unreached.ts';
import { wordsOf } from './words.ts';
import type { Words } from './words.ts';
import type { CaregiverName, World } from './world.ts';

export const LANGUAGES: Readonly<Record<Language, ScriptLanguage>> = { da, en };

export interface WrittenStep {
  /** `3.2` */
  readonly number: string;
  readonly device: string;
  readonly do: string;
  readonly see: readonly { readonly device: string; readonly text: string }[];
}

export interface WrittenChapter {
  readonly number: number;
  readonly name: ChapterName;
  readonly title: string;
  readonly goal: string;
  readonly begin: string;
  readonly needs: readonly string[];
  readonly minutes: number;
  readonly isLong: boolean;
  readonly steps: readonly WrittenStep[];
}

/** The script as it is to be read, in one language. */
export interface Script {
  readonly language: Language;
  readonly labels: ScriptLanguage['labels'];
  readonly prepare: readonly string[];
  readonly chapters: readonly WrittenChapter[];
  readonly total: string;
  /** Transitions that the steps make, by machine. */
  readonly covered: readonly {
    readonly machine: string;
    readonly made: number;
    readonly of: number;
  }[];
  readonly unreached: readonly { readonly reason: string; readonly keys: readonly string[] }[];
  /** Every text that the script says stands on a screen. */
  readonly quoted: ReadonlySet<string>;
}

const NAMES: Readonly<Record<CaregiverName, string>> = {
  mette: 'Mette Skovbjerg',
  jonas: 'Jonas Kærgaard',
};
const CLINIC_NAME = 'Lægehuset Nørrebro Torv';
const MINUTE = 60_000;
/** From this many minutes of waiting in one go a chapter belongs to the end. */
const LONG = 2.9;

const minutesOf = ({ move, before, after }: Step): number =>
  Math.max(move.cost, (after.now - before.now) / MINUTE);
const isLongWait = ({ before, after }: Step): boolean => (after.now - before.now) / MINUTE > LONG;

/** What is to be seen of a deed that changes no words. */
const SIGHT_OF: Partial<Record<Deed, Sight>> = {
  hide: 'hidden',
  openTell: 'dialog',
  'consultation.ENTER': 'pictureAgain',
};

class Writer {
  readonly quoted = new Set<string>();
  readonly #words: Words;
  readonly #language: ScriptLanguage;
  constructor(words: Words, language: ScriptLanguage) {
    this.#words = words;
    this.#language = language;
  }

  readonly quote = (text: string): string => {
    this.quoted.add(text);
    return this.typed(text);
  };
  readonly typed = (text: string): string => {
    const [open, close] = this.#language.quotes;
    return `${open}${text}${close}`;
  };

  scene(world: World, { move, before, after }: Pick<Step, 'move' | 'before' | 'after'>): Scene {
    const isTablet = move.by === 'one' || move.by === 'two';
    const tablet = world.tablets[move.by === 'two' ? 'two' : 'one'];
    const doctor = move.by === 'henrik' ? world.doctors.henrik : world.doctors.anne;
    const held =
      doctor.callOf === null ? undefined : consultationIn(world.clinic.context, doctor.callOf);
    const about = move.about ?? ((held?.context.request.waiter.name ?? 'mette') as CaregiverName);
    const { person } = tablet;
    return {
      words: this.#words,
      quote: this.quote,
      typed: this.typed,
      step: stepOf(tablet.snapshot),
      isOnline: tablet.isOnline,
      person: NAMES[person],
      organisation: 'Aabjerg Kommune',
      workplace: 'Plejehjemmet Åhaven',
      citizen: citizenOf(person),
      other: citizenOf(person === 'mette' ? 'jonas' : 'mette'),
      row: rowNameOf(world, about, NAMES[about]),
      hasClinic: tablet.snapshot.context.clinic !== null,
      isDoctor: !isTablet,
      isHolding: doctor.callOf !== null,
      clinic: CLINIC_NAME,
      search: '57584',
      reason: REASON,
      span: this.#language.span(after.now - before.now),
    };
  }

  #shown({ says, sights }: Shown): string {
    const language = this.#language;
    const quotes = says.map(this.quote);
    const last = quotes.at(-1);
    const listed =
      quotes.length < 2
        ? (last ?? '')
        : `${quotes.slice(0, -1).join(', ')} ${language.and} ${last}`;
    return [
      ...(quotes.length === 0 ? [] : [language.says(listed)]),
      ...sights.map(([sight, name]) => language.sights[sight](name)),
    ].join(' ');
  }

  /** What is to be seen, and where. Never empty: also that nothing happens is something to see. */
  see({ before, after, move }: Step): WrittenStep['see'] {
    const { devices, sights } = this.#language;
    const found = seen(this.#words, before, after, (person) => NAMES[person]).map(
      ([name, shown]) => ({ device: devices[name], text: this.#shown(shown) }),
    );
    if (move.deed === 'tablet.SIGNED_OUT' || move.deed === 'overAnew') {
      const over = this.quote(this.#words.tablet.signIn.sessionOver);
      const device = devices[move.by];
      const others = found.filter((each) => each.device !== device);
      return [{ device, text: this.#language.says(over) }, ...others];
    }
    if (move.deed === 'sendTold') {
      const sent = this.quote(this.#words.board('tell-dialog', 'done'));
      return [{ device: devices[move.by], text: this.#language.says(sent) }, ...found];
    }
    if (found.length > 0) return found;
    const sight = SIGHT_OF[move.deed] ?? 'nothing';
    const where = move.by === 'all' ? devices.one : devices[move.by];
    return [{ device: where, text: sights[sight]('') }];
  }
}

/** Chapters without a long wait first, each group in its own order. */
function ordered(chapters: readonly Chapter[]): readonly Chapter[] {
  const isLong = ({ steps }: Chapter): boolean => steps.some(isLongWait);
  return [...chapters.filter((each) => !isLong(each)), ...chapters.filter(isLong)];
}

function written(
  writer: Writer,
  language: ScriptLanguage,
  { name, begin, steps }: Chapter,
  index: number,
): WrittenChapter {
  const number = index + 1;
  const uses = new Set(steps.map(({ move }) => move.by));
  if (BEGINNINGS[begin]().tablets.two.snapshot.value !== 'signedOut') uses.add('two');
  return {
    number,
    name,
    ...language.chapters[name],
    begin: language.beginnings[begin],
    needs: (['two', 'henrik'] as const)
      .filter((each) => uses.has(each))
      .map((each) => language.needs[each]),
    minutes: Math.ceil(steps.reduce((sum, step) => sum + minutesOf(step), 1)),
    isLong: steps.some(isLongWait),
    steps: steps.map((step, at) => ({
      number: `${number}.${at + 1}`,
      device: language.devices[step.move.by],
      do: language.deeds[step.move.deed as Said](writer.scene(step.before, step)),
      see: writer.see(step),
    })),
  };
}

export async function scriptOf(lang: Language): Promise<Script> {
  const language = LANGUAGES[lang];
  const writer = new Writer(await wordsOf(lang), language);
  const plan = makePlan();
  const chapters = ordered(plan.chapters).map((chapter, index) =>
    written(writer, language, chapter, index),
  );
  const branches = [...everything()].filter((key) => key.includes(' × '));
  const states = [...everything()].filter((key) => !key.includes(' × '));
  const made = (key: string): boolean => !plan.missing.has(key);
  const nobody = BEGINNINGS.fresh();
  const first = plan.chapters[0]?.steps[0];
  if (first === undefined) throw new Error('an empty script');
  const sum = (isLong: boolean): number =>
    chapters
      .filter((each) => each.isLong === isLong)
      .reduce((all, { minutes }) => all + minutes, 0);
  const reasons = Object.keys(REASONS) as Reason[];
  return {
    language: lang,
    labels: language.labels,
    prepare: language.prepare(writer.scene(nobody, first)),
    chapters,
    total: language.total({
      steps: chapters.reduce((all, { steps }) => all + steps.length, 0),
      minutes: sum(false),
      longMinutes: sum(true),
      covered: branches.filter(made).length,
      all: branches.length,
      states: states.filter(made).length,
    }),
    covered: MACHINE_NAMES.map((machine) => {
      const mine = branches.filter((key) => key.startsWith(`${machine}: `));
      return { machine, made: mine.filter(made).length, of: mine.length };
    }),
    unreached: reasons.map((reason) => ({
      reason: REASONS[reason][lang],
      keys: [...UNREACHED].filter(([, each]) => each === reason).map(([key]) => key),
    })),
    quoted: writer.quoted,
  };
}
