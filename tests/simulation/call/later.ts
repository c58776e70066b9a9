import type { Tab, World } from './types.ts';

/** Runs later in that tab: not at all when it is closed by then, and when it wakes if it sleeps. */
export function inTab(world: World, tab: Tab, ms: number, run: () => void): void {
  world.clock.after(ms, () => {
    const task = (): void => {
      if (tab.isOpen) run();
    };
    if (tab.device.isAsleep) tab.device.waiting.push(task);
    else task();
  });
}
