import { createSignal, type Accessor } from 'solid-js';

function load(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Storage is refused: the choice lasts as long as the page.
    return null;
  }
}

/** A small choice of this browser that outlives the page. Never anything personal. */
export function createRemembered(key: string): [Accessor<string | null>, (value: string) => void] {
  const [read, write] = createSignal(load(key));
  return [
    read,
    (value) => {
      try {
        localStorage.setItem(key, value);
      } catch {
        // See `load`.
      }
      write(value);
    },
  ];
}
