import { describe, expect, it } from 'vitest';
import { browserOf } from './browsers.ts';

const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('the browser whose permissions are drawn', () => {
  it.each([
    [
      'chrome',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36',
      0,
    ],
    [
      'chrome',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0',
      10,
    ],
    [
      'android',
      'Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 Chrome/156.0.0.0 Mobile Safari/537.36',
      5,
    ],
    ['firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 0],
    ['firefox', 'Mozilla/5.0 (Android 15; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0', 5],
    [
      'safari',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1',
      5,
    ],
    [
      'safari',
      'Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/156.0 Mobile/15E148 Safari/604.1',
      5,
    ],
    ['safari', `${MAC} Version/19.0 Safari/605.1.15`, 5],
    ['safari', `${MAC} Version/19.0 Safari/605.1.15`, 0],
    ['chrome', `${MAC} Chrome/156.0.0.0 Safari/537.36`, 0],
  ] as const)('is %s for %s', (family, userAgent, touchPoints) => {
    expect(browserOf(userAgent, touchPoints)).toBe(family);
  });
});
