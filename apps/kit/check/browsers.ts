/** Browsers whose way to the permissions differs; each has a drawing. */
export const BROWSERS = ['chrome', 'android', 'safari', 'firefox'] as const;
export type BrowserFamily = (typeof BROWSERS)[number];

/** The family by the user agent; a Mac that can be touched is an iPad. */
export function browserOf(
  userAgent: string = navigator.userAgent,
  touchPoints: number = navigator.maxTouchPoints,
): BrowserFamily {
  // On iOS every browser is Safari's engine.
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'safari';
  if (/Macintosh/.test(userAgent) && touchPoints > 1) return 'safari';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/Android/.test(userAgent)) return 'android';
  if (/Safari\//.test(userAgent) && !/Chrome\/|Chromium\//.test(userAgent)) return 'safari';
  return 'chrome';
}
