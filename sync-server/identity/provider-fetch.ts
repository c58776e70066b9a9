import { lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import type { Config } from '../config.ts';
import { isPrivateAddress } from './private-address.ts';
import { ReachError } from './trouble.ts';

/** How long one question to a provider may take, from the first byte to the last. */
export const TIMEOUT_SECONDS = 10;
/** The longest answer that is read, in bytes. */
export const ANSWER_LIMIT = 256 * 1024;

export interface Question {
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks a provider. Every address that a provider names is somebody else's word, so the way there is
 * narrow: https outside the demo, no redirects, ten seconds, so many bytes, and no address of the
 * own house – judged where the connection is made, so that no name can change in between.
 * @throws {ReachError}
 */
export type ProviderFetch = (address: string | URL, question?: Question) => Promise<Response>;

type Settings = Pick<Config, 'mode' | 'publicUrl' | 'privateProviders'>;

export function createProviderFetch(config: Settings, baseUrl: () => URL): ProviderFetch {
  const isDemo = config.mode === 'demo';

  /** Like dns.lookup, without the addresses that a provider has no business with. */
  const guardedLookup: LookupFunction = (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, all) => {
      const [first] = all ?? [];
      if (error !== null || first === undefined) done(error, '');
      else if (all.some(({ address }) => isPrivateAddress(address))) {
        done(new ReachError('privateAddress'), '');
      } else if (options.all === true) done(null, all);
      else done(null, first.address, first.family);
    });
  };

  function optionsFor(url: URL): Pick<RequestOptions, 'lookup'> {
    if (isDemo) return {};
    if (url.protocol !== 'https:') throw new ReachError('plainHttp');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (config.privateProviders.includes(host)) return {};
    if (isIP(host) !== 0 && isPrivateAddress(host)) throw new ReachError('privateAddress');
    return { lookup: guardedLookup };
  }

  return async (address, question = {}) => {
    const named = new URL(address);
    const isOwn = isDemo && named.origin === config.publicUrl.origin;
    // The demo's providers live in this process: no way around by PUBLIC_URL, proxy or DNS.
    const url = isOwn ? new URL(named.pathname + named.search, baseUrl()) : named;
    const deadline = AbortSignal.timeout(TIMEOUT_SECONDS * 1000);
    const signal = question.signal ? AbortSignal.any([question.signal, deadline]) : deadline;
    const { method = 'GET', headers = {}, body } = question;
    const options = { ...optionsFor(url), method, headers, signal, agent: false };
    try {
      const answer = await ask(url, options, body);
      const bytes = await readAll(answer);
      const { statusCode: status = 502, headers: answered } = answer;
      const type = answered['content-type'];
      return new Response([204, 205, 304].includes(status) ? null : bytes, {
        status,
        headers: {
          ...(type === undefined ? {} : { 'content-type': type }),
          ...(answered['www-authenticate'] === undefined
            ? {}
            : { 'www-authenticate': answered['www-authenticate'] }),
        },
      });
    } catch (cause) {
      if (cause instanceof ReachError) throw cause;
      throw new ReachError(signal.aborted ? 'timeout' : 'unreachable', { cause });
    }
  };
}

function ask(
  url: URL,
  options: RequestOptions,
  body: string | undefined,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asking = url.protocol === 'https:' ? requestHttps : requestHttp;
    const sent = asking(url, options, resolve);
    sent.on('error', reject);
    sent.end(body);
  });
}

async function readAll(answer: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ANSWER_LIMIT) {
      answer.destroy();
      throw new ReachError('tooLarge');
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
