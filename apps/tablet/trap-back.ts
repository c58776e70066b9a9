/**
 * The browser's back button leads nowhere (T10): one entry more stands in the history, and whoever
 * leaves it is put back on it. A browser skips entries that were made without a touch, so every
 * touch makes sure that there is one.
 * @returns what takes the trap away
 */
export function trapBack(): () => void {
  let isSet = false;
  const set = (): void => {
    if (isSet) return;
    history.pushState(null, '');
    isSet = true;
  };
  const back = (): void => {
    isSet = false;
    set();
    // That one was made without a touch: the next touch makes another.
    isSet = false;
  };
  set();
  addEventListener('popstate', back);
  addEventListener('pointerdown', set, { capture: true, passive: true });
  return () => {
    removeEventListener('popstate', back);
    removeEventListener('pointerdown', set, { capture: true });
  };
}
