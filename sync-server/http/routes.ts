import type { Mode } from '../config.ts';

/**
 * Every way in over HTTP, in one list. What is not in it is answered 404 before any code that
 * belongs to a route is reached, so a new route has to be here – and with it, every test that
 * walks the list walks the new route.
 */

export type Method = 'GET' | 'HEAD' | 'POST' | 'DELETE';

export type RouteKind =
  /** Written by the server for a person. */
  | 'page'
  /** Files of the applications and of the pages: the same for everybody. */
  | 'file'
  | 'api'
  /** A step of a sign-in; a person stands before the answer. */
  | 'signIn'
  | 'health'
  /** The demo's identity providers. */
  | 'provider'
  /** WebSockets; no plain answer. */
  | 'upgrade';

/**
 * What a write has to show before its handler is reached:
 * `json` – it is an own page's: own `Origin`, `application/json`, no foreign `Sec-Fetch-Site`;
 * `bytes` – the same with `application/octet-stream`, which a foreign page cannot send either; a
 *   DELETE, which it cannot send at all, has no type;
 * `form` – no page but an own one sent it; servers, which send no `Origin`, may;
 * `proof` – it comes from elsewhere by its nature, moves no cookie's session, and carries its own proof.
 */
export type WriteGuard = 'json' | 'bytes' | 'form' | 'proof';

export interface Route {
  /** A path; one that ends in `/*` stands for all below it. */
  readonly path: string;
  readonly kind: RouteKind;
  readonly methods: readonly Method[];
  /** Of POST and DELETE. */
  readonly writes?: WriteGuard;
  readonly mode?: Mode;
}

const READ = ['GET', 'HEAD'] as const;
const file = (path: string): Route => ({ path, kind: 'file', methods: READ });
const read = (path: string): Route => ({ path, kind: 'api', methods: ['GET'] });
const write = (path: string): Route => ({ path, kind: 'api', methods: ['POST'], writes: 'json' });
const step = (path: string): Route => ({ path, kind: 'signIn', methods: ['GET'] });

export const ROUTES: readonly Route[] = [
  { path: '/', kind: 'page', methods: READ },
  { path: '/health', kind: 'health', methods: READ },
  file('/static/*'),
  file('/board'),
  file('/board/*'),
  file('/tablet'),
  file('/tablet/*'),
  file('/visit'),
  file('/visit/*'),
  file('/insight'),
  file('/insight/*'),

  step('/auth/login'),
  step('/auth/callback'),
  step('/auth/failed'),
  step('/auth/signed-out'),
  // From a practice system's page (B13): begins a sign-in, and nothing else.
  { path: '/auth/initiate', kind: 'signIn', methods: ['GET', 'POST'], writes: 'proof' },
  // From a provider's server: a signed token says whose sessions end.
  { path: '/auth/backchannel-logout', kind: 'signIn', methods: ['POST'], writes: 'proof' },

  read('/api/session'),
  read('/api/directory'),
  write('/api/sync-token'),
  write('/api/sign-out'),
  write('/api/media'),
  write('/api/relay-check'),
  // Pieces of a photo, encrypted by the browser that sends it (C5).
  { path: '/api/photos/*', kind: 'api', methods: ['GET', 'POST', 'DELETE'], writes: 'bytes' },
  read('/api/admin/state'),
  read('/api/admin/sessions'),
  write('/api/admin/change'),
  write('/api/admin/try-provider'),
  write('/api/admin/access-log'),
  write('/api/admin/access-copy'),

  {
    path: '/demo/idp/*',
    kind: 'provider',
    methods: ['GET', 'HEAD', 'POST'],
    writes: 'form',
    mode: 'demo',
  },

  { path: '/sync', kind: 'upgrade', methods: [] },
  { path: '/peer/peerjs', kind: 'upgrade', methods: [] },
  { path: '/api/call-line', kind: 'upgrade', methods: [] },
];

const isOf = ({ path }: Route, pathname: string): boolean =>
  path.endsWith('/*') ? pathname.startsWith(path.slice(0, -1)) : path === pathname;

/** The route of a path; undefined when it leads nowhere. */
export function routeOf(pathname: string, mode: Mode): Route | undefined {
  return ROUTES.find(
    (route) => (route.mode === undefined || route.mode === mode) && isOf(route, pathname),
  );
}
