import type { ServerResponse } from 'node:http';

/** What a page of ours may use of a device; everything else that browsers know is refused. */
const OWN = [
  'camera',
  'microphone',
  'fullscreen',
  'screen-wake-lock',
  'autoplay',
  'speaker-selection',
];
const NOBODY = [
  'accelerometer',
  'browsing-topics',
  'display-capture',
  'encrypted-media',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'serial',
  'storage-access',
  'usb',
  'xr-spatial-tracking',
];
const PERMISSIONS = [
  ...OWN.map((feature) => `${feature}=(self)`),
  ...NOBODY.map((feature) => `${feature}=()`),
].join(', ');

/** Seconds that a browser knows us as https only, with all below our name: two years. */
const HSTS = 'max-age=63072000; includeSubDomains';

/**
 * Keeps a library from opening an answer to other origins: nothing here is for them.
 */
export function closeToOthers(response: ServerResponse): void {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) =>
    /^access-control-/i.test(name) ? response : setHeader(name, value);
}

/**
 * What every answer says of itself. No third party is ever named: a page may talk to its own
 * origin only, and no other page may frame it. Nobody keeps an answer, unless its route says that
 * it is the same for everybody.
 */
export function secure(response: ServerResponse, publicUrl: URL): void {
  // Safari takes `'self'` for http only, so the socket's own address stands beside it.
  const socket = `${publicUrl.protocol === 'https:' ? 'wss' : 'ws'}://${publicUrl.host}`;
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "manifest-src 'self'",
    "worker-src 'self'",
    `connect-src 'self' ${socket}`,
    // A form ends at our own origin; the sign-in leaves by a redirect of a plain link.
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Permissions-Policy', PERMISSIONS);
  response.setHeader('Cache-Control', 'no-store');
  if (publicUrl.protocol === 'https:') response.setHeader('Strict-Transport-Security', HSTS);
}
