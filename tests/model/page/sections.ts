import { LEVELS } from '../level.ts';
import type { LevelName } from '../level.ts';
import { eventOf } from './atlas.ts';
import type { Atlas } from './atlas.ts';
import { stateId } from './drawing.ts';
import type { Drawing } from './drawing.ts';
import { escaped } from './escape.ts';
import { allOf, heatOf, NEVER } from './walked.ts';
import type { Counts, LastResult, Walked, WalkedPath } from './walked.ts';

const shown = (count: number): string => count.toLocaleString('en-GB');

const counted = (counts: Counts): string =>
  LEVELS.map((level) => {
    const count = counts[level];
    if (count === null) return '<td class="number barred">cannot</td>';
    return `<td class="number heat-${heatOf(count)}">${count === 0 ? 'never' : shown(count)}</td>`;
  }).join('');

const levelHeads = LEVELS.map((level) => `<th scope="col" class="number">${level}</th>`).join('');

const pick = (kind: string, index: number, text: string): string =>
  `<button type="button" class="pick" data-pick="${kind}" data-index="${index}" aria-pressed="false">${escaped(text)}</button>`;

function statesTable(atlas: Atlas, walked: Walked): string {
  const rows = atlas.states.map(({ name, isInitial, isFinal }, index) => {
    const kind = [isInitial ? 'first' : '', isFinal ? 'final' : ''].filter(Boolean).join(', ');
    return `<tr data-row="state" data-index="${index}"><th scope="row">${pick('state', index, name)}</th><td>${kind}</td>${counted(walked.states.get(name) ?? NEVER)}</tr>`;
  });
  return table(atlas, 'states', `<th scope="col">state</th><th scope="col">kind</th>`, rows);
}

function branchesTable(atlas: Atlas, walked: Walked): string {
  const rows = atlas.branches.map((branch, index) => {
    const { key, state, guard, target } = branch;
    return `<tr data-row="branch" data-index="${index}"><th scope="row">${pick('branch', index, `${state} × ${eventOf(branch)}`)}</th><td>${escaped(guard ?? '')}</td><td>${escaped(target ?? 'stays')}</td>${counted(walked.branches.get(key) ?? NEVER)}</tr>`;
  });
  return table(
    atlas,
    'transitions',
    `<th scope="col">state × event</th><th scope="col">guard</th><th scope="col">leads to</th>`,
    rows,
  );
}

const clock = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'Europe/Copenhagen',
});

function resultCell(result: LastResult | undefined): string {
  if (result === undefined) return '<td class="result none">not run</td>';
  const when = `<small>${escaped(clock.format(new Date(result.at)))}</small>`;
  return result.isPassed
    ? `<td class="result passed">✓ passed ${when}</td>`
    : `<td class="result failed">✗ failed ${when}<br>${escaped(result.failure)}</td>`;
}

function pathsTable(atlas: Atlas, { paths }: Walked): string {
  const rows = paths.map(
    ({ name, events, results }, index) =>
      `<tr data-row="path" data-index="${index}"><th scope="row">${pick('path', index, name)}</th><td class="events">${escaped(events.join(' → '))}</td>${LEVELS.map((level) => resultCell(results[level])).join('')}</tr>`,
  );
  return table(atlas, 'paths', `<th scope="col">path</th><th scope="col">events</th>`, rows);
}

function table({ machine }: Atlas, what: string, heads: string, rows: readonly string[]): string {
  const id = `${machine}-${what}`;
  const none = rows.length === 0 ? '<p>No run has left any yet.</p>' : '';
  return `<details class="list" data-list="${what}" open>
<summary><h3 id="${id}">${what} <span class="matching">${shown(rows.length)}</span></h3></summary>
${none}<div class="wide" role="region" tabindex="0" aria-label="${machine}: ${what}, scrolls"><table aria-labelledby="${id}">
<thead><tr>${heads}${levelHeads}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>
</details>`;
}

/** Puts into the drawing what Graphviz does not know: colours, names for ears, and keys to press. */
function livened({ svg }: Drawing, atlas: Atlas, walked: Walked): string {
  const sum = (counts: readonly Counts[]): number =>
    counts.reduce((total, each) => total + allOf(each), 0);
  const button = (id: string, kind: string, index: number, heat: number, about: string) =>
    [
      new RegExp(`<g id="${id}" class="([^"]*)">([^]*?)</g>`),
      (_: string, classes: string, inside: string) => {
        // What is said begins with what is seen.
        const seen = [...inside.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = '']) =>
          text.trim(),
        );
        const label = `${seen.join(' ')}: ${escaped(about)}`;
        return `<g id="${id}" class="${classes} heat-${heat}" role="button" tabindex="0" aria-pressed="false" data-pick="${kind}" data-index="${index}" aria-label="${label}">${inside}</g>`;
      },
    ] as const;
  const changes = [
    ...atlas.states.map(({ name }, index) => {
      const counts = walked.states.get(name) ?? NEVER;
      const label = `state ${name}, walked ${shown(allOf(counts))} times`;
      return button(stateId(atlas.machine, name), 'state', index, heatOf(allOf(counts)), label);
    }),
    ...atlas.arrows.map((arrow, index) => {
      const counts = arrow.keys.map((key) => walked.branches.get(key) ?? NEVER);
      // The coldest of its transitions: one that nobody has walked shall not hide among others.
      const heat = Math.min(...counts.map((each) => heatOf(allOf(each))));
      const to = arrow.to === null ? 'stays' : `to ${arrow.to}`;
      const label = `from ${arrow.from} ${to}, ${arrow.says.length === 1 ? 'one way' : `${arrow.says.length} ways`}, walked ${shown(sum(counts))} times`;
      return button(arrow.id, 'arrow', index, heat, label);
    }),
  ];
  return changes.reduce((text, [from, to]) => text.replace(from, to), svg);
}

/** What the page's script looks up; positions instead of names keep it small. */
function factsOf(atlas: Atlas, walked: Walked): unknown {
  const stateAt = new Map(atlas.states.map(({ name }, index) => [name, index]));
  const branchAt = new Map(atlas.branches.map(({ key }, index) => [key, index]));
  const found = (names: readonly string[], at: ReadonlyMap<string, number>): number[] => [
    ...new Set(names.flatMap((name) => at.get(name) ?? [])),
  ];
  const triple = (counts: Counts): (number | null)[] => LEVELS.map((level) => counts[level]);
  return {
    states: atlas.states.map(({ name }) => ({
      id: stateId(atlas.machine, name),
      name,
      counts: triple(walked.states.get(name) ?? NEVER),
    })),
    branches: atlas.branches.map((branch) => ({
      from: branch.state,
      words: branch.guard === null ? eventOf(branch) : `${eventOf(branch)} [${branch.guard}]`,
      to: branch.target,
      counts: triple(walked.branches.get(branch.key) ?? NEVER),
      reasons: walked.reasons.get(branch.key) ?? [],
    })),
    arrows: atlas.arrows.map(({ id, keys }) => ({ id, branches: found(keys, branchAt) })),
    paths: walked.paths.map(({ name, events, states, keys }: WalkedPath) => ({
      name,
      events,
      states: found(states, stateAt),
      branches: found(keys, branchAt),
    })),
  };
}

/** `n of m`, over all levels or at one. */
export function totalsOf(
  atlas: Atlas,
  walked: Walked,
  level?: LevelName,
): { states: number; branches: number } {
  const isWalked = (counts: Counts = NEVER): boolean =>
    (level === undefined ? allOf(counts) : (counts[level] ?? 0)) > 0;
  return {
    states: atlas.states.filter(({ name }) => isWalked(walked.states.get(name))).length,
    branches: atlas.branches.filter(({ key }) => isWalked(walked.branches.get(key))).length,
  };
}

export function sectionOf(atlas: Atlas, drawing: Drawing, walked: Walked): string {
  const { machine } = atlas;
  const totals = totalsOf(atlas, walked);
  const facts = JSON.stringify(factsOf(atlas, walked)).replaceAll('<', '\\u003c');
  return `<section class="machine" id="${machine}" aria-labelledby="${machine}-title" data-machine="${machine}">
<h2 id="${machine}-title">${machine}</h2>
<p class="totals"><span data-total="states">${totals.states}</span> of ${atlas.states.length} states, <span data-total="branches">${totals.branches}</span> of ${atlas.branches.length} transitions, ${shown(walked.paths.length)} paths</p>
<div class="zoom"><button type="button" data-zoom="fit">Fit the width</button> <button type="button" data-zoom="full">Full size</button> <a href="#${machine}-states">Skip the drawing</a></div>
<div class="stage">
<div class="drawing" role="region" tabindex="0" aria-label="Drawing of ${machine}" style="--natural:${drawing.width}px">${livened(drawing, atlas, walked)}</div>
<aside class="chosen" aria-label="What is chosen in ${machine}" aria-live="polite"><p>Choose a state or an arrow in the drawing, or a row of a list below, to see what belongs to it. Escape lets go.</p></aside>
</div>
${statesTable(atlas, walked)}
${branchesTable(atlas, walked)}
${pathsTable(atlas, walked)}
<script type="application/json" class="facts">${facts}</script>
</section>`;
}
