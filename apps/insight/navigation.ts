import { createSignal } from 'solid-js';
import { pathOf, routeOf, type Route } from './route.ts';

const BASE = '/insight/';

/** What the browser keeps with each step of its history. */
interface Kept {
  /** Counts the steps, so that going back from unsaved words can be undone. */
  readonly at: number;
  readonly personId?: string | undefined;
}

const kept = (): Kept => {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'at' in state ? (state as Kept) : { at: 0 };
};
const read = (): Route => routeOf(location.pathname.slice(BASE.length), kept().personId);

const [route, setRoute] = createSignal<Route>(read());
/** What waits for an answer to "leave without saving?"; undefined while nothing is asked. */
const [asked, setAsked] = createSignal<{ readonly go: () => void }>();

/** Whether the form on the screen holds what is not saved. One form a screen. */
let isUnsaved = (): boolean => false;
let at = kept().at;
/** The address at each step of this visit. */
const trail = new Map<number, string>([[at, location.pathname]]);
/** Steps of the history that we took ourselves and that tell us nothing. */
let ownSteps = 0;

export { route, asked };
export const addressOf = (to: Route): string => BASE + pathOf(to);

/** The form that asks before its words are lost; gives what ends that. */
export function guard(has: () => boolean): () => void {
  isUnsaved = has;
  return () => {
    if (isUnsaved === has) isUnsaved = () => false;
  };
}

/** Does it now, or after the person has said that the unsaved may go. */
export function leave(go: () => void): void {
  if (isUnsaved()) setAsked({ go });
  else go();
}
export function answer(mayGo: boolean): void {
  const waiting = asked();
  setAsked();
  if (!mayGo || waiting === undefined) return;
  isUnsaved = () => false;
  waiting.go();
}

function show(to: Route): void {
  setRoute(to);
  scrollTo(0, 0);
}

/** To a screen, as by a link. */
export function go(to: Route): void {
  at += 1;
  trail.set(at, addressOf(to));
  const state: Kept = { at, ...(to.page === 'employee' ? { personId: to.personId } : {}) };
  history.pushState(state, '', addressOf(to));
  show(to);
}

/** Out of a form that is done with: back where it was opened, or the form's step becomes `to`. */
export function goOn(to: Route): void {
  if (trail.get(at - 1) === addressOf(to)) {
    // Shown at once: the browser takes its step back a moment later.
    ownSteps += 1;
    at -= 1;
    history.back();
    show(to);
    return;
  }
  trail.set(at, addressOf(to));
  history.replaceState({ at } satisfies Kept, '', addressOf(to));
  show(to);
}

addEventListener('popstate', () => {
  if (ownSteps > 0) {
    ownSteps -= 1;
    return;
  }
  const step = kept().at - at;
  if (isUnsaved() && step !== 0) {
    // The browser has gone already: back to the form, and ask there.
    ownSteps += 1;
    history.go(-step);
    setAsked({ go: () => history.go(step) });
    return;
  }
  at = kept().at;
  show(read());
});
addEventListener('beforeunload', (event) => {
  if (isUnsaved()) event.preventDefault();
});
