import { readFile } from 'node:fs/promises';
import { LEVELS } from '../level.ts';
import type { Atlas } from './atlas.ts';
import { drawingOf } from './drawing.ts';
import { escaped } from './escape.ts';
import { sectionOf, totalsOf } from './sections.ts';
import { HEATS } from './walked.ts';
import type { Walked } from './walked.ts';

export interface PageInput {
  readonly version: string;
  readonly now: Date;
  readonly machines: readonly { readonly atlas: Atlas; readonly walked: Walked }[];
}

const part = (name: string): Promise<string> =>
  readFile(new URL(name, import.meta.url), { encoding: 'utf8' });

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** The one line that says how much of all machines has been walked. */
export function headlineOf({ machines }: PageInput): string {
  const sum = (of: (each: PageInput['machines'][number]) => number): number =>
    machines.reduce((total, each) => total + of(each), 0);
  const states = sum(({ atlas, walked }) => totalsOf(atlas, walked).states);
  const branches = sum(({ atlas, walked }) => totalsOf(atlas, walked).branches);
  return `${states} of ${sum(({ atlas }) => atlas.states.length)} states, ${branches} of ${sum(({ atlas }) => atlas.branches.length)} transitions`;
}

function verdictOf({ machines }: PageInput): string {
  return LEVELS.map((level) => {
    const results = machines
      .flatMap(({ walked }) => walked.paths)
      .flatMap((path) => path.results[level] ?? []);
    const failed = results.filter(({ isPassed }) => !isPassed).length;
    if (results.length === 0) return `<li>${level}: no path run</li>`;
    return `<li>${level}: ${plural(results.length, 'path')} run, ${failed === 0 ? 'none failed' : `<strong class="failed">${failed} failed</strong>`}</li>`;
  }).join('');
}

/** One self-contained page: nothing is fetched, everything is in it. */
export async function pageOf(input: PageInput): Promise<string> {
  const { machines, now, version } = input;
  const sections: string[] = [];
  for (const { atlas, walked } of machines) {
    sections.push(sectionOf(atlas, await drawingOf(atlas), walked));
  }
  const made = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Copenhagen',
  }).format(now);
  const headline = headlineOf(input);
  const levels = ['all', ...LEVELS]
    .map(
      (level) =>
        `<label><input type="radio" name="level" value="${level}"${level === 'all' ? ' checked' : ''}> ${level}</label>`,
    )
    .join('');
  const scale = HEATS.map(
    (name, heat) => `<li><span class="swatch heat-${heat}"></span> ${name}</li>`,
  ).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Nærvær ${escaped(version)}, the machines on ${escaped(made)}: ${headline}</title>
<style>${await part('page.css')}</style>
</head>
<body>
<header>
<h1>Nærvær’s machines and who has walked them</h1>
<p>Version ${escaped(version)}, ${escaped(made)}. <strong>${headline}</strong> walked at one level or more.</p>
<ul class="verdict">${verdictOf(input)}</ul>
<nav aria-label="Machines">${machines.map(({ atlas: { machine } }) => `<a href="#${machine}">${machine}</a>`).join(' ')}</nav>
</header>
<form class="tools" role="search" aria-label="What is shown">
<fieldset><legend>Colours count</legend>${levels}</fieldset>
<label class="filter">Find in the lists <input type="search" name="filter" placeholder="e.g. LEAVE, desk.citizen"></label>
<label><input type="checkbox" name="cold"> only never walked</label>
<ul class="scale" aria-label="Times walked">${scale}</ul>
</form>
<main>
${sections.join('\n')}
</main>
<footer><p>A box is a state, an arrow all transitions between two states, ↺ how many events a state takes without leaving. An arrow has the colour of its least walked transition. <em>pure</em> is the machine alone, <em>server</em> the real server over real connections, <em>browser</em> real screens.</p></footer>
<script>${await part('page-script.js')}</script>
</body>
</html>
`;
}
