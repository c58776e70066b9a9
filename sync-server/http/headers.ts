import type { ServerResponse } from 'node:http';

/**
 * What every answer says of itself. No third party is ever named: a page may talk to its own
 * origin only, and no other page may frame it.
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
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader(
    'Permissions-Policy',
    'camera=(self), microphone=(self), fullscreen=(self), screen-wake-lock=(self), geolocation=()',
  );
  if (publicUrl.protocol === 'https:') {
    response.setHeader('Strict-Transport-Security', 'max-age=63072000');
  }
}
