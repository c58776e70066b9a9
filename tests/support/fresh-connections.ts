/**
 * Each request of a system test on a connection of its own.
 *
 * Node keeps connections and uses them again. One that the server closed meanwhile – idle for five
 * seconds, or killed by the test – still looks open to a process that was too busy to notice, and
 * the request fails with "other side closed". A browser tries again by itself; `fetch` here does not.
 */
const pooled = globalThis.fetch;
globalThis.fetch = (input, init = {}) => {
  const headers = new Headers(init.headers);
  headers.set('connection', 'close');
  return pooled(input, { ...init, headers });
};
