import type { Route } from '@naervaer/sync-server/http/routes.ts';
import type { Question } from './ask.ts';
import type { Random } from './random.ts';

/** A request that nobody means, or that somebody means badly. */
export interface RubbishRequest extends Question {
  readonly path: string;
}

const words = (text: string): readonly string[] => text.split(' ');
const METHODS = words(
  'GET GET GET GET POST POST POST POST HEAD PUT PATCH DELETE OPTIONS TRACE PROPFIND SEARCH LOCK',
);
const ODD = [
  ...words(
    "__proto__ constructor .. %2e%2e %00 %c0%ae %E0%A4%A ; %0d%0aX:%201 '-- <script> {{7*7}}",
  ),
  ...words(String.raw`\ %25 // * ~`),
  'x'.repeat(900),
];
const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=a',
  'application/json\t',
  '',
];
const JSONS = [
  '{}',
  '[]',
  'null',
  '{"__proto__":{"isAdmin":true}}',
  '{"clinicId":"laegehuset-noerrebro-torv","consultationId":"0192f0c0-0000-7000-8000-000000000001"}',
  '{"type":"setAccessLogDays","days":1e99}',
  '{"type":"endSessions","organisationId":"*","personId":"%"}',
  '{"citizen":"720341-1234","clinicId":null,"from":-1,"to":1e308,"before":null}',
  '[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]',
  '"',
  '{"a":',
];

/** @param cookies headers of people who are signed in */
export function rubbishRequest(
  random: Random,
  routes: readonly Route[],
  origin: string,
  cookies: readonly string[],
): RubbishRequest {
  const odd = (): string => random.pick(ODD) ?? '';
  const noise = (length: number): string =>
    Array.from({ length: random.below(length) }, () =>
      String.fromCharCode(33 + random.below(94)),
    ).join('');

  function pathOf(): string {
    const route = random.pick(routes)?.path.replace('*', noise(12)) ?? '/';
    const pieces = route.split('/');
    const chance = random.next();
    if (chance < 0.15) pieces.splice(random.below(pieces.length + 1), 0, odd());
    else if (chance < 0.25) pieces[random.below(pieces.length)] = odd();
    else if (chance < 0.3) pieces.push(noise(40));
    const path = pieces.join('/');
    const pairs = Array.from({ length: random.below(4) }, () => {
      const key = random.pick([
        'app',
        'organisation',
        'code',
        'state',
        'error',
        'iss',
        'again',
        odd(),
      ]);
      const value = random.pick([
        'board',
        'tablet',
        'insight',
        'aabjerg-kommune',
        '1',
        odd(),
        noise(30),
      ]);
      return `${key}=${value}`;
    });
    const whole = `${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
    // What no client can write is for the sockets that write whatever they like.
    return `/${whole.replace(/^\/+(?=[^/])/, '').replaceAll(/[^!-~]/g, '')}`;
  }

  function cookieOf(): string {
    const cookie = random.pick(cookies) ?? '';
    const chance = random.next();
    if (chance < 0.4) return cookie;
    if (chance < 0.6) {
      const where = random.below(cookie.length);
      return `${cookie.slice(0, where)}${noise(4)}${cookie.slice(where + 2)}`;
    }
    return (
      random.pick([
        '',
        `naervaer-board=${noise(60)}`,
        `naervaer-login=${noise(90)}`,
        `=;;;=${noise(9)}`,
      ]) ?? ''
    );
  }

  function bodyOf(): string {
    const chance = random.next();
    const json = random.pick(JSONS) ?? '';
    if (chance < 0.4) return json;
    if (chance < 0.6) return json.slice(0, random.below(json.length + 1)) + noise(20);
    if (chance < 0.63) return `"${'x'.repeat(random.below(40_000))}"`;
    if (chance < 0.66) return '['.repeat(random.below(15_000));
    return noise(200);
  }

  const method = random.pick(METHODS) ?? 'GET';
  const headers: Record<string, string> = {};
  if (random.next() < 0.7) headers['cookie'] = cookieOf();
  if (random.next() < 0.7)
    headers['origin'] =
      random.pick([origin, origin, origin, 'null', 'https://qz.example', noise(9)]) ?? '';
  if (random.next() < 0.7) headers['content-type'] = random.pick(TYPES) ?? '';
  if (random.next() < 0.3)
    headers['sec-fetch-site'] = random.pick(['same-origin', 'cross-site', 'none', noise(6)]) ?? '';
  if (random.next() < 0.2)
    headers['x-forwarded-for'] = random.pick(['1.2.3.4', '::1', noise(40)]) ?? '';
  if (random.next() < 0.2)
    headers['accept-encoding'] = random.pick(['br', 'gzip', '*;q=0', noise(20)]) ?? '';
  if (random.next() < 0.2) headers['if-none-match'] = noise(20);
  if (random.next() < 0.2)
    headers['range'] = random.pick(['bytes=0-1', 'bytes=-1', 'bytes=9-1', noise(9)]) ?? '';
  if (random.next() < 0.1) headers[`x-${random.below(99)}`] = noise(2_000);
  const body = ['GET', 'HEAD'].includes(method) && random.next() < 0.9 ? undefined : bodyOf();
  return { path: pathOf(), method, headers, ...(body === undefined ? {} : { body }) };
}
