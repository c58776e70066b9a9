import { Graphviz } from '@hpcc-js/wasm-graphviz';
import type { AnyStateNode } from 'xstate';
import { nameOf } from '../branches.ts';
import type { Arrow, Atlas } from './atlas.ts';
import { escaped } from './escape.ts';

/** A machine as SVG. Every state and arrow is a `<g>` with an id that the page's script knows. */
export interface Drawing {
  readonly svg: string;
  /** Natural width in CSS pixels: the drawing is never shown larger than it was laid out. */
  readonly width: number;
}

export const stateId = (machine: string, name: string): string =>
  `${machine}_state_${name.replaceAll('.', '_')}`;

const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
const attributes = (of: Readonly<Record<string, string | number>>): string =>
  Object.entries(of)
    .map(([key, value]) => `${key}=${quoted(String(value))}`)
    .join(' ');

/** Guards are listed on demand; at an arrow, more than these lines would hide the drawing. */
const LINES = 4;

function labelOf({ says }: Arrow): string {
  const shown = says.length > LINES ? [...says.slice(0, LINES - 1), `+ ${says.length - 3}`] : says;
  // Two short lines take less room than a long one; blanks keep the label off its arrow.
  const isShort = shown.length === 1;
  return shown
    .map((line) => line.replaceAll(/\((?:\w+: )?/g, '(').replaceAll(' (', '('))
    .map((line) => ` ${isShort ? line.replace(' [', ' \n [') : line} `)
    .join('\n');
}

/**
 * Forward in the reading of a drawing, where that is not the order in which the machine is written.
 * Only the layout depends on it: an arrow back pulls nothing upwards.
 */
const READING: Readonly<Record<string, readonly string[]>> = {
  tablet: [
    'signedOut',
    'desk.profile',
    'desk.citizen',
    'desk.withoutCpr',
    'desk.clinic',
    'desk.check',
    'desk.reason',
    'attended.sending',
    'attended.waiting',
    'attended.leaving',
    'attended.call',
    'desk.done',
    'desk.rejected',
    'desk.cancelled',
    'desk.expired',
    'signingOut',
  ],
};

function isBack({ machine, states }: Atlas, { from, to }: Arrow): boolean {
  const order = READING[machine] ?? states.map(({ name }) => name);
  return order.indexOf(to ?? '') < order.indexOf(from);
}

const childrenOf = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states);

function dotOf(atlas: Atlas): string {
  const { machine, root, states, arrows } = atlas;
  const byName = new Map(states.map((state) => [state.name, state]));
  const still = new Map(arrows.filter(({ to }) => to === null).map((a) => [a.from, a]));
  const isSource = new Set(arrows.map(({ from }) => from));
  const isCompound = (name: string): boolean => !byName.has(name);

  function drawn(node: AnyStateNode): string {
    const name = nameOf(node);
    const state = byName.get(name);
    if (state !== undefined) {
      const list = still.get(name);
      const label = list === undefined ? state.label : `${state.label}\n↺ ${list.says.length}`;
      return `${quoted(name)} [${attributes({
        id: stateId(machine, name),
        class: 'state',
        label,
        shape: 'box',
        style: 'rounded,filled',
        peripheries: state.isFinal ? 2 : 1,
      })}];`;
    }
    // What is taken in any of the children begins at a box of the parent's own.
    const list = still.get(name);
    const any = isSource.has(name)
      ? `${quoted(name)} [${attributes({
          id: list?.id ?? `${machine}_any_${name}`,
          class: list === undefined ? 'any' : 'any still',
          label: `any ${node === root ? 'state' : `${node.key} state`}${
            list === undefined ? '' : `\n↺ ${list.says.length}`
          }`,
          shape: 'box',
          style: 'filled,dashed',
        })}];`
      : '';
    const inside = [any, ...childrenOf(node).map(drawn)].join('\n');
    return node === root
      ? inside
      : `subgraph ${quoted(`cluster_${name}`)} { ${attributes({
          id: `${machine}_cluster_${name}`,
          label: node.key,
          style: 'rounded',
          labeljust: 'l',
        }).replaceAll('" ', '"; ')}
        ${inside} }`;
  }

  const lines = arrows
    .filter(({ to }) => to !== null)
    .map(
      (arrow) =>
        `${quoted(arrow.from)} -> ${quoted(arrow.to ?? '')} [${attributes({
          id: arrow.id,
          class: 'arrow',
          label: labelOf(arrow),
          ...(isCompound(arrow.from) || isBack(atlas, arrow)
            ? { constraint: 'false', weight: 0 }
            : {}),
        })}];`,
    );
  const first = states.find(({ isInitial }) => isInitial);
  const font = 'fontname="Helvetica,Arial,sans-serif"';
  return `digraph ${quoted(machine)} {
    graph [rankdir=${states.length > 12 ? 'TB' : 'LR'} ranksep=${states.length > 12 ? 0.9 : 0.6} nodesep=0.35 bgcolor=transparent ${font} fontsize=13 pad=0.1]
    node [${font} fontsize=14 margin="0.16,0.08" height=0.5]
    edge [${font} fontsize=11 arrowsize=0.7]
    "initial" [shape=point width=0.16 label="" id="${machine}_initial" class="initial"];
    ${drawn(root)}
    "initial" -> ${quoted(first?.name ?? '')} [class="initial" id="${machine}_begin"];
    ${lines.join('\n')}
  }`;
}

/**
 * Draws a machine with Graphviz: compound states are boxes around their children, and all
 * transitions between the same two states are one arrow.
 */
export async function drawingOf(atlas: Atlas): Promise<Drawing> {
  const graphviz = await Graphviz.load();
  const svg = graphviz.dot(dotOf(atlas));
  const [, width = '800'] = /<svg width="(\d+)pt"/.exec(svg) ?? [];
  const body = svg
    .slice(svg.indexOf('<svg'))
    // Graphviz' own colours would not follow the page from light to dark.
    .replaceAll(/ (?:fill|stroke)="(?!none)[^"]*"/g, '')
    .replaceAll(/<title>[^<]*<\/title>\n?/g, '')
    .replaceAll(/<!--[^]*?-->\n?/g, '')
    // One tag, one line: the page finds its groups by their first two attributes.
    .replaceAll(/(?<=<[^>]*)\n(?=[^<]*>)/g, '')
    .replace(/<svg width="\d+pt" height="\d+pt"/, '<svg')
    .replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', '')
    .replace('<svg', `<svg role="group" aria-label="${escaped(atlas.machine)} drawn"`);
  // Points to pixels: a label of 14 points is then one of about 14 pixels.
  return { svg: body, width: Math.round(Number(width)) };
}
