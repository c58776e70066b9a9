import { For, createSignal } from 'solid-js';
import { Select } from '../components/choice.tsx';
import { BROWSERS, browserOf } from './browsers.ts';
import type { BrowserFamily } from './browsers.ts';
import { PermissionDrawing } from './permission-drawing.tsx';
import { permissionTexts } from './permission-texts.ts';
import './check.css';

/** What to tap after a permission was denied: a drawing of this browser, and a way to the others. */
export function PermissionHelp() {
  const [browser, setBrowser] = createSignal<BrowserFamily>(browserOf());
  return (
    <section class="permission" aria-label={permissionTexts().title}>
      <h2 class="permission-title">{permissionTexts().title}</h2>
      <div class="permission-how">
        <PermissionDrawing browser={browser()} />
        <ol class="permission-steps">
          <For each={permissionTexts().steps[browser()]}>{(step) => <li>{step}</li>}</For>
        </ol>
      </div>
      <Select
        label={permissionTexts().which}
        value={browser()}
        options={BROWSERS.map((value) => ({ value, label: permissionTexts().browsers[value] }))}
        onChange={setBrowser}
      />
    </section>
  );
}
