/**
 * The clinic that the page was opened for, as a practice system's button names it (B13). Asked
 * once: it is gone from the address afterwards, where it would outlast the clinician's next choice.
 */
export function takeAddressedClinic(): string | null {
  const address = new URL(location.href);
  const clinic = address.searchParams.get('clinic');
  if (clinic === null) return null;
  address.searchParams.delete('clinic');
  history.replaceState(history.state, '', address);
  return clinic;
}
