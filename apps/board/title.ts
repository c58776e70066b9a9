import { createEffect, onCleanup, type Accessor } from 'solid-js';
import { texts } from '@naervaer/kit/texts';

const words = texts({ da: 'Venteværelse', en: 'Waiting room' });

/** Tells in the tab's title how many wait, for whoever works in another tab (B10's first step). */
export function createTitle(of: Accessor<{ waiting: number; name: string | undefined }>): void {
  createEffect(() => {
    const { waiting, name } = of();
    const count = waiting > 0 ? `(${waiting}) ` : '';
    document.title = `${count}${words()}${name === undefined ? '' : ` – ${name}`}`;
  });
  onCleanup(() => {
    document.title = `${words()} – Nærvær`;
  });
}
