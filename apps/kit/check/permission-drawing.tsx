import { Match, Show, Switch, type JSX } from 'solid-js';
import type { BrowserFamily } from './browsers.ts';

/** Own drawings, on a grid of 320 × 180: the browser's edge, what to tap, and where it leads. */

const CAMERA =
  'M0 2a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2zM13 4.5l5-2.5v8l-5-2.5';
const MICROPHONE =
  'M7 8a3 3 0 0 0 3-3V3a3 3 0 1 0-6 0v2a3 3 0 0 0 3 3zM1.500 5.500a5.500 5.500 0 0 0 11 0M7 11v3';

function Shape(props: { path: string; x: number; y: number; isStruck?: boolean }) {
  return (
    <g class="draw-line" transform={`translate(${props.x} ${props.y})`}>
      <path d={props.path} />
      <Show when={props.isStruck}>
        <path class="draw-strike" d="M-2-2 18 15" />
      </Show>
    </g>
  );
}

/** Where the finger goes, with the number of its step. */
function Tap(props: { step: number; x: number; y: number }) {
  return (
    <g class="draw-tap" transform={`translate(${props.x} ${props.y})`}>
      <circle r="11" />
      <text text-anchor="middle" y="5">
        {props.step}
      </text>
    </g>
  );
}

function Toggle(props: { x: number; y: number }) {
  return (
    <g class="draw-on" transform={`translate(${props.x} ${props.y})`}>
      <rect width="30" height="16" rx="8" />
      <circle cx="22" cy="8" r="5.500" />
    </g>
  );
}

/** The two lines of a menu, one for each of the two that are to be allowed. */
function Rows(props: {
  x: number;
  y: number;
  isNarrow?: boolean;
  end: (y: number) => JSX.Element;
}) {
  const long = () => (props.isNarrow === true ? 44 : 60);
  return (
    <>
      <Shape path={CAMERA} x={props.x} y={props.y} />
      <path class="draw-words" d={`M${props.x + 28} ${props.y + 6}h${long()}`} />
      {props.end(props.y - 2)}
      <Shape path={MICROPHONE} x={props.x + 2} y={props.y + 30} />
      <path class="draw-words" d={`M${props.x + 28} ${props.y + 37}h${long() - 14}`} />
      {props.end(props.y + 29)}
    </>
  );
}

function Chrome() {
  return (
    <>
      <rect class="draw-page" x="4" y="4" width="312" height="172" rx="10" />
      <path class="draw-edge" d="M4 48h312" />
      <rect class="draw-address" x="52" y="14" width="252" height="26" rx="13" />
      <path class="draw-line" d="M34 20l-8 7 8 7" />
      <path class="draw-line" d="M64 22h6m6 0h8M64 32h10m6 0h4M73 19v6M77 29v6" />
      <path class="draw-words" d="M96 27h110" />
      <rect class="draw-menu" x="56" y="58" width="200" height="92" rx="8" />
      <Rows x={76} y={78} end={(y) => <Toggle x={210} y={y} />} />
      <Tap step={1} x={74} y={46} />
      <Tap step={2} x={262} y={94} />
    </>
  );
}

function Android() {
  return (
    <>
      <rect class="draw-page" x="84" y="4" width="152" height="172" rx="14" />
      <path class="draw-edge" d="M84 44h152" />
      <rect class="draw-address" x="94" y="14" width="118" height="22" rx="11" />
      <path class="draw-line" d="M103 21h4m5 0h5M103 29h6m5 0h3M109 18v6M112 26v6" />
      <path class="draw-words" d="M126 25h60" />
      <path class="draw-dots" d="M224 18v.1M224 25v.1M224 32v.1" />
      <rect class="draw-menu" x="94" y="58" width="132" height="96" rx="8" />
      <Rows x={106} y={82} isNarrow end={(y) => <Toggle x={190} y={y} />} />
      <Tap step={1} x={92} y={46} />
      <Tap step={2} x={236} y={98} />
    </>
  );
}

function Safari() {
  return (
    <>
      <rect class="draw-page" x="64" y="4" width="192" height="172" rx="14" />
      <path class="draw-edge" d="M64 46h192" />
      <rect class="draw-address" x="76" y="14" width="168" height="24" rx="8" />
      <rect class="draw-line" x="84" y="19" width="14" height="10" rx="2" />
      <path class="draw-line" d="M84 33h14" />
      <path class="draw-words" d="M112 26h80" />
      <rect class="draw-menu" x="76" y="56" width="150" height="104" rx="10" />
      <path class="draw-words" d="M90 72h78" />
      <path class="draw-edge" d="M76 84h150" />
      <Rows x={90} y={98} end={(y) => <path class="draw-tick" d={`M194 ${y + 9}l6 6 12-13`} />} />
      <Tap step={1} x={72} y={46} />
      <Tap step={2} x={238} y={116} />
    </>
  );
}

function Firefox() {
  return (
    <>
      <rect class="draw-page" x="4" y="4" width="312" height="172" rx="10" />
      <path class="draw-edge" d="M4 48h312" />
      <rect class="draw-address" x="52" y="14" width="252" height="26" rx="5" />
      <path class="draw-line" d="M34 20l-8 7 8 7" />
      <Shape path={CAMERA} x={64} y={21} isStruck />
      <Shape path={MICROPHONE} x={94} y={20} isStruck />
      <path class="draw-words" d="M124 27h100" />
      <rect class="draw-menu" x="56" y="58" width="212" height="92" rx="5" />
      <Rows
        x={76}
        y={78}
        end={(y) => (
          <g class="draw-line" transform={`translate(196 ${y})`}>
            <rect width="50" height="17" rx="3" />
            <path d="M34 5l8 8m0-8-8 8" />
          </g>
        )}
      />
      <Tap step={1} x={92} y={46} />
      <Tap step={2} x={272} y={94} />
    </>
  );
}

/** Decoration: the steps beside it say the same in words. */
export function PermissionDrawing(props: { browser: BrowserFamily }) {
  return (
    <svg
      class="draw"
      viewBox="0 0 320 180"
      aria-hidden="true"
      data-testid="permission-drawing"
      data-browser={props.browser}
    >
      <Switch>
        <Match when={props.browser === 'chrome'}>
          <Chrome />
        </Match>
        <Match when={props.browser === 'android'}>
          <Android />
        </Match>
        <Match when={props.browser === 'safari'}>
          <Safari />
        </Match>
        <Match when={props.browser === 'firefox'}>
          <Firefox />
        </Match>
      </Switch>
    </svg>
  );
}
