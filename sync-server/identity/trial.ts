import { randomBytes } from 'node:crypto';
import { TRIAL_STEPS } from '@naervaer/machines/protocol';
import type { TrialReport } from '@naervaer/machines/protocol';
import { importJWK } from 'jose';
import type { JWK } from 'jose';
import * as v from 'valibot';
import type { Config } from '../config.ts';
import type { Provider } from '../directory/index.ts';
import { ALGORITHMS } from './provider-configuration.ts';
import type { ProviderFetch } from './provider-fetch.ts';
import { oauthWord, ReachError } from './trouble.ts';

type Step = (typeof TRIAL_STEPS)[number];
type Row = TrialReport[number];
type Verdict = readonly [result: 'ok' | 'warned' | 'failed', found: string];

/** What is shown of a provider's own words: so much, and no control characters. */
const MOST_SHOWN = 200;
const shown = (text: string): string => text.replace(/\p{C}/gu, ' ').slice(0, MOST_SHOWN);

const Texts = v.optional(v.array(v.string()));
const Discovery = v.looseObject({
  issuer: v.optional(v.string()),
  authorization_endpoint: v.optional(v.string()),
  token_endpoint: v.optional(v.string()),
  jwks_uri: v.optional(v.string()),
  end_session_endpoint: v.optional(v.string()),
  response_types_supported: Texts,
  code_challenge_methods_supported: Texts,
  id_token_signing_alg_values_supported: Texts,
  token_endpoint_auth_methods_supported: Texts,
  backchannel_logout_supported: v.optional(v.boolean()),
});
type Discovery = v.InferOutput<typeof Discovery>;

const Jwks = v.looseObject({ keys: v.pipe(v.array(v.looseObject({})), v.maxLength(100)) });

/** A failed question, in a fixed word. */
const reachOf = (error: unknown): string =>
  error instanceof ReachError ? error.code : 'unreachable';

async function readJson(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    return undefined;
  }
}

/**
 * Walks to a provider as it is set up here (I4): what is said at its discovery, whether its keys
 * can be used, and whether it knows our client. No step needs a person, and none signs anybody in.
 * @returns one row for each of `TRIAL_STEPS`; what was found is the provider's own public words
 */
export async function tryProvider(
  ask: ProviderFetch,
  config: Pick<Config, 'mode' | 'publicUrl'>,
  provider: Provider,
): Promise<TrialReport> {
  const rows = new Map<Step, Row>();
  const note = (step: Step, [result, found]: Verdict): void =>
    void rows.set(step, { step, result, found: shown(found) });
  const report = (): TrialReport =>
    TRIAL_STEPS.map((step) => rows.get(step) ?? { step, result: 'notTried', found: '' });

  const address = `${provider.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  let discovery: Discovery;
  try {
    const answer = await ask(address, { headers: { accept: 'application/json' } });
    const parsed = v.safeParse(Discovery, await readJson(answer));
    if (answer.status !== 200 || !parsed.success) {
      note('reach', ['failed', `${address}: ${answer.status}${parsed.success ? '' : ', notJson'}`]);
      return report();
    }
    note('reach', ['ok', address]);
    discovery = parsed.output;
  } catch (error) {
    note('reach', ['failed', `${address}: ${reachOf(error)}`]);
    return report();
  }

  const isSame = discovery.issuer === provider.issuer;
  note('issuer', [isSame ? 'ok' : 'failed', discovery.issuer ?? '–']);
  note('endpoints', judgeEndpoints(discovery, config.mode));
  const { response_types_supported: types } = discovery;
  note('codeFlow', [
    types === undefined ? 'warned' : types.includes('code') ? 'ok' : 'failed',
    types?.join(', ') ?? '–',
  ]);
  note('pkce', judgePkce(discovery));
  note('algorithms', judgeAlgorithms(discovery));
  note('logout', judgeLogout(discovery));
  // Whoever names another issuer is somebody else: our secret is not sent there.
  if (!isSame || rows.get('endpoints')?.result === 'failed') return report();
  note('keys', await judgeKeys(ask, discovery.jwks_uri ?? ''));
  note('credentials', await judgeCredentials(ask, config, provider, discovery));
  return report();
}

function judgeEndpoints(discovery: Discovery, mode: Config['mode']): Verdict {
  const { authorization_endpoint: login, token_endpoint: token, jwks_uri: keys } = discovery;
  const all = { authorization_endpoint: login, token_endpoint: token, jwks_uri: keys };
  const bad = Object.entries(all).filter(([, text]) => {
    const protocol = text === undefined ? undefined : URL.parse(text)?.protocol;
    return protocol !== 'https:' && !(mode === 'demo' && protocol === 'http:');
  });
  if (bad.length > 0) {
    return ['failed', bad.map(([name, text]) => `${name}: ${text ?? '–'}`).join(', ')];
  }
  return ['ok', login ?? ''];
}

/** A provider that does not say may still do it; one that names others only does not. */
function judgePkce({ code_challenge_methods_supported: methods }: Discovery): Verdict {
  if (methods === undefined) return ['warned', '–'];
  return [methods.includes('S256') ? 'ok' : 'failed', methods.join(', ')];
}

function judgeAlgorithms({ id_token_signing_alg_values_supported: offered }: Discovery): Verdict {
  const good = (offered ?? ['RS256']).filter((name) =>
    (ALGORITHMS as readonly string[]).includes(name),
  );
  if (good.length === 0) return ['failed', (offered ?? []).join(', ')];
  return [offered === undefined ? 'warned' : 'ok', good.join(', ')];
}

/** Without a logout the next one at a shared tablet is stopped by `prompt=login` only. */
const judgeLogout = ({
  end_session_endpoint: end,
  backchannel_logout_supported: back,
}: Discovery): Verdict =>
  end === undefined ? ['warned', '–'] : [back === true ? 'ok' : 'warned', end];

async function isUsable(key: Record<string, unknown>): Promise<boolean> {
  const { kty, use, alg } = key;
  const fallback = kty === 'RSA' ? 'RS256' : kty === 'EC' ? 'ES256' : 'EdDSA';
  if (use !== undefined && use !== 'sig') return false;
  if (kty === 'oct') return false;
  try {
    await importJWK(key as JWK, typeof alg === 'string' ? alg : fallback);
    return true;
  } catch {
    return false;
  }
}

async function judgeKeys(ask: ProviderFetch, address: string): Promise<Verdict> {
  try {
    const answer = await ask(address, { headers: { accept: 'application/json' } });
    const parsed = v.safeParse(Jwks, await readJson(answer));
    if (answer.status !== 200 || !parsed.success) return ['failed', `${address}: ${answer.status}`];
    const { keys } = parsed.output;
    const usable = await Promise.all(keys.map(isUsable));
    const count = usable.filter(Boolean).length;
    // A key that signs and checks with the same secret, in the open, is no key.
    const hasSecret = keys.some(({ kty, d }) => kty === 'oct' || d !== undefined);
    if (count === 0) return ['failed', `${address}: 0`];
    return [hasSecret ? 'warned' : 'ok', `${count} / ${keys.length}`];
  } catch (error) {
    return ['failed', `${address}: ${reachOf(error)}`];
  }
}

const encoded = (text: string): string =>
  new URLSearchParams({ text }).toString().slice('text='.length);

/** A code that nobody was given: who knows our client says so; who does not, says that. */
async function judgeCredentials(
  ask: ProviderFetch,
  { publicUrl }: Pick<Config, 'publicUrl'>,
  { clientId, clientSecret }: Provider,
  { token_endpoint: address, token_endpoint_auth_methods_supported: methods }: Discovery,
): Promise<Verdict> {
  const isPost =
    methods?.includes('client_secret_basic') === false && methods.includes('client_secret_post');
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: randomBytes(24).toString('base64url'),
    code_verifier: randomBytes(32).toString('base64url'),
    redirect_uri: new URL('/auth/callback', publicUrl).href,
    ...(isPost ? { client_id: clientId, client_secret: clientSecret } : {}),
  });
  const basic = Buffer.from(`${encoded(clientId)}:${encoded(clientSecret)}`).toString('base64');
  try {
    const answer = await ask(address ?? '', {
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        ...(isPost ? {} : { authorization: `Basic ${basic}` }),
      },
      body: body.toString(),
    });
    const parsed = v.safeParse(v.looseObject({ error: v.string() }), await readJson(answer));
    const word = oauthWord(parsed.success ? parsed.output.error : null);
    const found = `${answer.status} ${word}`;
    if (word === 'invalid_grant') return ['ok', found];
    if (word === 'invalid_client' || word === 'unauthorized_client' || answer.status === 401) {
      return ['failed', found];
    }
    // Some say that the request is wrong before they say that the code is.
    return [answer.status < 500 && answer.status >= 400 ? 'warned' : 'failed', found];
  } catch (error) {
    return ['failed', reachOf(error)];
  }
}
