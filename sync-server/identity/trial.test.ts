import type { TrialReport } from '@naervaer/machines/protocol';
import { TRIAL_STEPS } from '@naervaer/machines/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { CARE_HOME, CLINICS } from '../demo/people.ts';
import { createProviderFetch } from './provider-fetch.ts';
import { createLyingProvider, json } from './testing/lying-provider.ts';
import type { Lies, LyingProvider } from './testing/lying-provider.ts';
import { createWorld } from './testing/world.ts';
import { tryProvider } from './trial.ts';

const config = readConfig({ STORAGE: 'memory' });
let liar: LyingProvider;
beforeAll(async () => {
  liar = await createLyingProvider({});
});
afterAll(() => liar.close());
afterEach(() => {
  liar.lies = {};
});

const ask = createProviderFetch(config, () => config.publicUrl);
async function walk(lies: Lies, settings = liar.settings): Promise<Record<string, string>> {
  liar.lies = lies;
  return results(await tryProvider(ask, config, settings));
}
function results(report: TrialReport): Record<string, string> {
  expect(report.map(({ step }) => step)).toEqual([...TRIAL_STEPS]);
  return Object.fromEntries(report.map(({ step, result }) => [step, result]));
}
const ALL_OK = Object.fromEntries(TRIAL_STEPS.map((step) => [step, 'ok']));
const REST = { keys: 'notTried', credentials: 'notTried' };

describe('trying a provider (I4)', () => {
  it('finds nothing wrong with one that is set up right', async () => {
    expect(await walk({})).toEqual(ALL_OK);
  });

  it('works for the demo’s own, and says when there is none', async () => {
    const world = await createWorld();
    const organisation = world.directory.organisation(CARE_HOME);
    const clinics = world.directory.organisation(CLINICS);
    if (organisation === undefined || clinics === undefined) throw new Error('not there');
    const report = await world.identity.tryProvider(organisation, 'caregiver');
    expect(results(report ?? [])).toEqual({ ...ALL_OK, logout: 'warned' });
    expect(await world.identity.tryProvider(organisation, 'administrator')).toBeUndefined();
    await world.close();
  });

  it.each<[string, Lies, Record<string, string>]>([
    ['has no discovery', { discovery: () => json({}, 404) }, { reach: 'failed' }],
    ['answers with a page', { discovery: () => ({ body: '<html>' }) }, { reach: 'failed' }],
    ['answers too much', { discovery: () => ({ body: ' '.repeat(300_000) }) }, { reach: 'failed' }],
    [
      'leads elsewhere',
      { discovery: () => ({ status: 302, body: '', location: 'http://127.0.0.1:1/' }) },
      { reach: 'failed' },
    ],
    [
      'is another issuer: our secret is not sent there',
      { discovery: (h) => json({ ...h, issuer: 'https://evil.example' }) },
      { ...ALL_OK, issuer: 'failed', ...REST },
    ],
    [
      'has no token endpoint',
      { discovery: ({ token_endpoint: _t, ...h }) => json(h) },
      { ...ALL_OK, endpoints: 'failed', ...REST },
    ],
    [
      'has an endpoint that is a file',
      { discovery: (h) => json({ ...h, jwks_uri: 'file:///etc/passwd' }) },
      { ...ALL_OK, endpoints: 'failed', ...REST },
    ],
    [
      'knows no code flow',
      { discovery: (h) => json({ ...h, response_types_supported: ['id_token'] }) },
      { ...ALL_OK, codeFlow: 'failed' },
    ],
    [
      'knows plain challenges only',
      { discovery: (h) => json({ ...h, code_challenge_methods_supported: ['plain'] }) },
      { ...ALL_OK, pkce: 'failed' },
    ],
    [
      'does not say that it knows PKCE',
      { discovery: ({ code_challenge_methods_supported: _m, ...h }) => json(h) },
      { ...ALL_OK, pkce: 'warned' },
    ],
    [
      'signs with shared secrets only',
      { discovery: (h) => json({ ...h, id_token_signing_alg_values_supported: ['HS256'] }) },
      { ...ALL_OK, algorithms: 'failed' },
    ],
    ['has no keys', { jwks: json({ keys: [] }) }, { ...ALL_OK, keys: 'failed' }],
    ['has no key file', { jwks: json({}, 404) }, { ...ALL_OK, keys: 'failed' }],
    [
      'has a key that cannot be used',
      { jwks: json({ keys: [{ kty: 'EC', crv: 'P-256', x: 'a', y: 'b' }] }) },
      { ...ALL_OK, keys: 'failed' },
    ],
    [
      'has no logout',
      { discovery: ({ end_session_endpoint: _e, ...h }) => json(h) },
      { ...ALL_OK, logout: 'warned' },
    ],
    [
      'breaks at its token endpoint',
      { token: json({}, 500) },
      { ...ALL_OK, credentials: 'failed' },
    ],
    [
      'finds another fault first',
      { token: json({ error: 'invalid_request' }, 400) },
      { ...ALL_OK, credentials: 'warned' },
    ],
  ])('tells of one that %s', async (_what, lies, expected) => {
    const empty = Object.fromEntries(TRIAL_STEPS.map((step) => [step, 'notTried']));
    const found = await walk(lies);
    expect(found).toEqual(expected['reach'] === 'failed' ? { ...empty, ...expected } : expected);
  });

  it('tells a wrong secret from a right one', async () => {
    const wrong = { ...liar.settings, clientSecret: 'another secret, long enough' };
    expect(await walk({}, wrong)).toEqual({ ...ALL_OK, credentials: 'failed' });
  });

  it('shows no more of a provider’s words than fit, and no control characters', async () => {
    const issuer = `https://evil.example/\u0007${'x'.repeat(1000)}`;
    liar.lies = { discovery: (h) => json({ ...h, issuer }) };
    const found = (await tryProvider(ask, config, liar.settings))[1]?.found ?? '';
    expect(found.length).toBeLessThanOrEqual(200);
    expect(found).not.toContain('\u0007');
  });
});

describe('in production', () => {
  const production = {
    mode: 'production' as const,
    publicUrl: new URL('https://video.example.dk'),
    privateProviders: ['localhost'],
  };
  const guarded = createProviderFetch(production, () => production.publicUrl);

  it.each([
    ['http://idp.example.dk/', 'plainHttp'],
    ['https://127.0.0.1/', 'privateAddress'],
    ['https://2130706433/', 'privateAddress'],
    ['https://0x7f.1/', 'privateAddress'],
    ['https://10.0.0.1/', 'privateAddress'],
    ['https://172.16.0.1/', 'privateAddress'],
    ['https://192.168.1.1/', 'privateAddress'],
    ['https://169.254.169.254/latest/', 'privateAddress'],
    ['https://100.64.0.1/', 'privateAddress'],
    ['https://0.0.0.0/', 'privateAddress'],
    ['https://[::1]/', 'privateAddress'],
    ['https://[::ffff:127.0.0.1]/', 'privateAddress'],
    ['https://[64:ff9b::7f00:1]/', 'privateAddress'],
    ['https://[2002:7f00:1::]/', 'privateAddress'],
    ['https://[fd00::1]/', 'privateAddress'],
    ['https://[fe80::1]/', 'privateAddress'],
  ])('no provider is asked at %s', async (address, code) => {
    await expect(guarded(address)).rejects.toMatchObject({ code });
  });

  it('nor by a name that leads there', async () => {
    const strict = createProviderFetch(
      { ...production, privateProviders: [] },
      () => config.publicUrl,
    );
    await expect(strict('https://localhost/')).rejects.toMatchObject({ code: 'privateAddress' });
  });

  it('a host that the operator named may be in the house', async () => {
    // Nobody listens there: what matters is that it was asked.
    await expect(guarded('https://localhost:1/')).rejects.toMatchObject({ code: 'unreachable' });
  });
});
