import { dayOf } from './instants.ts';

/** How long the browser may take to begin with a file, in milliseconds. */
const KEPT_MS = 10_000;

/** Gives a citizen's copy to the browser as a file whose name says nothing of the citizen (SE4). */
export function downloadCopy(file: Blob): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = `adgangslog-${dayOf(Date.now())}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
