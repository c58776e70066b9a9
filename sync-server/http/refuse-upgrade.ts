import type { Duplex } from 'node:stream';

/**
 * Answers what is no WebSocket's beginning in plain HTTP, and ends the socket. Says of itself what
 * every other answer does.
 */
export function refuseUpgrade(
  socket: Duplex,
  status: number,
  code: string,
  headers: Readonly<Record<string, string | number>> = {},
): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify({ code });
  const all = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  // Whoever does not close their side would hold ours for ever: nobody else looks after this socket.
  socket.end(`HTTP/1.1 ${status} ${code}\r\n${lines.join('')}\r\n${body}`, () => socket.destroy());
}
