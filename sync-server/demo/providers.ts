import { generateKeyPair, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import type { Store } from '@naervaer/storage';
import type { Configuration, Provider } from 'oidc-provider';
import * as v from 'valibot';
import type { Organisation, Provider as OwnProvider } from '../directory/index.ts';
import { shapeOf } from '../log.ts';
import { html, languageOf, sendPage } from '../pages/index.ts';
import type { Html, Language } from '../pages/index.ts';
import { createMemoryAdapter } from './adapter.ts';
import { claimsOf } from './claims.ts';
import { DEMO_PEOPLE } from './people.ts';
import { PICKER_TEXTS, sendPicker } from './picker.ts';
import type { DemoProviders, DemoProvidersDeps } from './types.ts';

const KEYS = 'demo.providerKeys';
const Keys = v.object({
  jwk: v.looseObject({ kty: v.literal('EC') }),
  cookie: v.string(),
});

const failedBody = (words: (typeof PICKER_TEXTS)[Language]): Html =>
  html`<section class="message">
    <h1>${words.failed}</h1>
    <p>${words.failedText}</p>
    <div class="actions"><a class="button primary" href="/">${words.home}</a></div>
  </section>`;

/** The signing key outlives a restart, so that an id token is still a hint for the logout. */
async function providerKeys(store: Store): Promise<v.InferOutput<typeof Keys>> {
  const kept = await store.setting(KEYS);
  if (kept !== undefined) return v.parse(Keys, JSON.parse(kept));
  const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const made = v.parse(Keys, {
    jwk: { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' },
    cookie: randomBytes(32).toString('base64url'),
  });
  await store.putSetting(KEYS, JSON.stringify(made));
  return made;
}

/**
 * The package's own entry warns on every Node whose build carries no LTS name, and has no switch
 * for it; the class itself is silent. Loaded in demo mode only.
 */
async function loadProvider(): Promise<typeof Provider> {
  const entry: string = 'oidc-provider/lib/provider.js';
  const loaded = (await import(entry)) as { readonly Provider: typeof Provider };
  return loaded.Provider;
}

/** What the application asked for comes back to it, as the standard says. */
function withState(address: string, state: unknown): string {
  const url = new URL(address);
  if (typeof state === 'string') url.searchParams.set('state', state);
  return url.href;
}

const MOUNT = /^(\/demo\/idp\/([a-z0-9-]+))(\/.*)$/;
const INTERACTION = /^\/interaction\/[\w-]{1,64}$/;
const FORM_LIMIT = 4096;

async function readForm(req: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = '';
  for await (const chunk of req as AsyncIterable<Buffer>) {
    if (text.length <= FORM_LIMIT) text += chunk.toString('latin1');
  }
  return text.length > FORM_LIMIT ? undefined : new URLSearchParams(text);
}

export async function createDemoProviders(deps: DemoProvidersDeps): Promise<DemoProviders> {
  const { store, directory, config, log } = deps;
  const keys = await providerKeys(store);
  const Class = await loadProvider();
  const secure = config.publicUrl.protocol === 'https:';
  const home = (app: string): string => new URL(app, config.publicUrl).href;

  const homes = [home('/tablet'), home('/board'), home('/insight')];

  function create(
    { id }: Organisation,
    { issuer, clientId, clientSecret }: Pick<OwnProvider, 'issuer' | 'clientId' | 'clientSecret'>,
  ): Provider {
    const path = `/demo/idp/${id}`;
    const cookie = { httpOnly: true, sameSite: 'lax', signed: true, path, secure } as const;
    const day = 24 * 60 * 60;
    const configuration: Configuration = {
      adapter: createMemoryAdapter(),
      clients: [
        {
          client_id: clientId,
          client_secret: clientSecret,
          redirect_uris: [home('/auth/callback')],
          post_logout_redirect_uris: homes,
          response_types: ['code'],
          grant_types: ['authorization_code'],
          token_endpoint_auth_method: 'client_secret_basic',
          id_token_signed_response_alg: 'ES256',
          require_auth_time: true,
        },
      ],
      jwks: { keys: [keys.jwk] },
      cookies: {
        keys: [keys.cookie],
        long: cookie,
        short: cookie,
        // Several providers share one host.
        names: {
          session: `demo-${id}-session`,
          interaction: `demo-${id}-interaction`,
          resume: `demo-${id}-resume`,
        },
      },
      pkce: { required: () => true },
      scopes: ['openid', 'profile', 'email', 'work'],
      claims: {
        openid: ['sub'],
        profile: ['given_name', 'family_name'],
        email: ['email'],
        work: ['cvr', 'privileges', 'loa'],
      },
      // All in the id token, as Danish brokers do; there is no second call for them.
      conformIdTokenClaims: false,
      responseTypes: ['code'],
      clientBasedCORS: () => false,
      ttl: {
        AccessToken: 60,
        AuthorizationCode: 60,
        IdToken: 300,
        Interaction: 600,
        Session: day,
        Grant: day,
      },
      features: {
        devInteractions: { enabled: false },
        rpInitiatedLogout: {
          enabled: true,
          /** The hint and the address were checked before: nobody need say it twice. */
          async logoutSource(ctx) {
            const { session, params, provider } = ctx.oidc;
            await session?.destroy();
            ctx.cookies.set(provider.cookieName('session'), null, cookie);
            const after = params?.['post_logout_redirect_uri'];
            const state = params?.['state'];
            ctx.status = 303;
            ctx.redirect(typeof after === 'string' ? withState(after, state) : home('/'));
          },
        },
      },
      interactions: { url: (_ctx, interaction) => `${path}/interaction/${interaction.uid}` },
      findAccount(_ctx, subject) {
        const person = DEMO_PEOPLE.find((p) => p.organisationId === id && p.subject === subject);
        return person && { accountId: subject, claims: () => claimsOf(person, directory) };
      },
      /** The operator of both sides is the same: there is nothing to consent to. */
      async loadExistingGrant(ctx) {
        const { client, session } = ctx.oidc;
        if (client === undefined || session?.accountId === undefined) return undefined;
        const grant = new ctx.oidc.provider.Grant({
          clientId: client.clientId,
          accountId: session.accountId,
        });
        grant.addOIDCScope('openid profile email work');
        await grant.save();
        return grant;
      },
      renderError(ctx) {
        const lang = languageOf(ctx.req);
        const words = PICKER_TEXTS[lang];
        ctx.respond = false;
        sendPage(ctx.res, ctx.status >= 400 ? ctx.status : 400, {
          lang,
          mode: 'demo',
          title: words.failed,
          body: failedBody(words),
        });
      },
    };
    const provider = new Class(issuer, configuration);
    // Addresses follow PUBLIC_URL, whoever asks under whatever name: see `mounted`.
    provider.proxy = true;
    provider.on('server_error', (_ctx, error) => log.error(shapeOf(error), 'demo provider failed'));
    // Koa would print what `server_error` tells already.
    provider.silent = true;
    return provider;
  }

  const mounts = new Map(
    directory.organisations().flatMap((organisation) => {
      // All kinds of person of an organisation sign in at one place here.
      const own = Object.values(organisation.providers).find(({ issuer }) =>
        issuer.startsWith(`${config.publicUrl.origin}/demo/`),
      );
      if (own === undefined) return [];
      const provider = create(organisation, own);
      return [[organisation.id as string, { organisation, provider, answer: provider.callback() }]];
    }),
  );

  async function interact(
    req: IncomingMessage,
    res: ServerResponse,
    { organisation, provider }: { organisation: Organisation; provider: Provider },
  ): Promise<void> {
    const interaction = await provider.interactionDetails(req, res);
    if (req.method !== 'POST') return sendPicker(req, res, organisation);
    const form = await readForm(req);
    if (form?.get('cancel') === 'yes') {
      return provider.interactionFinished(req, res, { error: 'access_denied' });
    }
    const person = DEMO_PEOPLE.find(
      (one) => one.organisationId === organisation.id && one.subject === form?.get('person'),
    );
    if (person === undefined) return sendPicker(req, res, organisation);
    const { session } = interaction;
    if (session?.accountId !== undefined && session.accountId !== person.subject) {
      // A colleague was here before. Left alone, the provider would log them out by a page that
      // submits itself with a script; the colleague's session ends here instead.
      await (await provider.Session.findByUid(session.uid))?.destroy();
      delete interaction.session;
      await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
    }
    return provider.interactionFinished(
      req,
      res,
      { login: { accountId: person.subject } },
      { mergeWithLastSubmission: false },
    );
  }

  /**
   * After a restart the provider remembers nobody, and would answer a logout with a page that
   * submits itself by an inline script, which our content security policy forbids: go straight on.
   */
  async function leaveForgotten(
    req: IncomingMessage,
    res: ServerResponse,
    url: URL,
    provider: Provider,
  ): Promise<boolean> {
    const name = provider.cookieName('session');
    const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim());
    const id = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
    const session = id ? await provider.Session.find(id) : undefined;
    if (session?.accountId !== undefined) return false;
    const wanted = url.searchParams.get('post_logout_redirect_uri') ?? '';
    const state = url.searchParams.get('state');
    const location = homes.includes(wanted) ? withState(wanted, state) : home('/');
    res.writeHead(303, { location, 'cache-control': 'no-store' }).end();
    return true;
  }

  return {
    async handle(req, res, url) {
      const [, mount, id, rest] = MOUNT.exec(url.pathname) ?? [];
      const mounted = mounts.get(id ?? '');
      if (mount === undefined || rest === undefined || mounted === undefined) return false;
      req.headers['x-forwarded-host'] = config.publicUrl.host;
      req.headers['x-forwarded-proto'] = config.publicUrl.protocol.slice(0, -1);
      try {
        if (INTERACTION.test(rest)) await interact(req, res, mounted);
        else if (rest === '/session/end' && (await leaveForgotten(req, res, url, mounted.provider)))
          return true;
        else {
          // What a mount does in Express and Connect.
          Object.assign(req, { originalUrl: req.url });
          req.url = rest + url.search;
          await mounted.answer(req, res);
        }
      } catch (error) {
        log.warn(shapeOf(error), 'demo provider failed');
        if (res.headersSent) return true;
        const lang = languageOf(req);
        const words = PICKER_TEXTS[lang];
        sendPage(res, 400, {
          lang,
          mode: 'demo',
          title: words.failed,
          body: failedBody(words),
        });
      }
      return true;
    },
  };
}
