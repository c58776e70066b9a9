import { isIPv6 } from 'node:net';
import { readProxies } from './limits/address.ts';

/** Why a server does not start with what the environment says, or with what it finds. */
export const CONFIG_CODES = [
  'invalidMode',
  'invalidPort',
  'invalidUrl',
  'invalidStorage',
  'invalidPolicy',
  'invalidLogLevel',
  'incompleteTurn',
  'invalidProxies',
  'invalidFactor',
  'invalidProviders',
  'missingSecret',
  'defaultSecret',
  'shortSecret',
  'missingKeys',
  'invalidKeys',
  'shortKey',
  'unreadableKeys',
  'wrongKeys',
  'keysBesideData',
  'staleKeys',
  'missingData',
  'insecureUrl',
  'volatileStorage',
  'missingDirectory',
  'unreadableDirectory',
  'invalidDirectory',
  'emptyDirectory',
  'demoFolder',
  'productionFolder',
  'demoPeople',
  'demoProvider',
  'notBuilt',
  'folderInUse',
] as const;
export type ConfigCode = (typeof CONFIG_CODES)[number];

/** The message is a sentence for the operator that names the variable; it never holds a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code: ConfigCode;
  constructor(code: ConfigCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export type Mode = 'demo' | 'production';

export interface Config {
  readonly mode: Mode;
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** The origin that browsers see; never a path. */
  readonly publicUrl: URL;
  readonly storage: 'sqlite' | 'memory';
  /** Null in demo mode only: then the store keeps a generated one. */
  readonly secret: string | null;
  /**
   * The master keys (ST2) as `id:base64,…`, or the path of a file of them; read by `openMasters`.
   * Null outside production only.
   */
  readonly keys: string | null;
  readonly turn: { readonly urls: readonly string[]; readonly secret: string } | null;
  readonly iceTransportPolicy: 'all' | 'relay';
  readonly directoryFile: string | null;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** The operator's own proxies, addresses or networks: whom we believe about who sent them. */
  readonly trustedProxies: readonly string[];
  /** Multiplies the bounds by address, organisation and session of plain requests and handshakes. */
  readonly rateLimitFactor: number;
  /** Hosts of identity providers that may have a private address; in production no other may. */
  readonly privateProviders: readonly string[];
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Printed in the operating guide and in examples: as secret as this page. */
const KNOWN_SECRETS = new Set([
  'change-me',
  'changeme',
  'naervaer',
  'secret',
  'replace-me-with-32-random-bytes-of-your-own',
]);
const SHORTEST_SECRET = 32;
/** A key pressed for a while is long and no secret. */
const FEWEST_CHARACTERS = 8;

type Environment = Readonly<Record<string, string | undefined>>;

const text = (env: Environment, name: string): string | null => env[name]?.trim() || null;

function choice<const T extends string>(
  env: Environment,
  name: string,
  members: readonly T[],
  fallback: T,
  code: ConfigCode,
): T {
  const value = text(env, name);
  if (value === null) return fallback;
  const found = members.find((member) => member === value);
  if (found === undefined) throw new ConfigError(code, `${name} must be ${members.join(' or ')}.`);
  return found;
}

function readPort(env: Environment): number {
  const value = text(env, 'PORT') ?? '8080';
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port > 65_535) {
    throw new ConfigError('invalidPort', 'PORT must be a number from 0 to 65535.');
  }
  return port;
}

function readPublicUrl(env: Environment, mode: Mode, port: number): URL {
  const value = text(env, 'PUBLIC_URL');
  if (value === null && mode === 'production') {
    throw new ConfigError(
      'insecureUrl',
      'PUBLIC_URL must be the https address that browsers open, for instance https://video.example.dk.',
    );
  }
  const url = URL.parse(value ?? `http://localhost:${port}`);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new ConfigError('invalidUrl', 'PUBLIC_URL must be an http or https address.');
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new ConfigError('invalidUrl', 'PUBLIC_URL must be an origin only, without a path.');
  }
  if (mode === 'production' && url.protocol !== 'https:') {
    throw new ConfigError(
      'insecureUrl',
      'PUBLIC_URL must begin with https: in production, or the session cookie travels in the clear.',
    );
  }
  return url;
}

function readSecret(env: Environment, mode: Mode): string | null {
  const secret = text(env, 'NAERVAER_SECRET');
  if (mode === 'demo') return secret;
  const how = 'Set it to 32 random bytes or more, for instance from: openssl rand -base64 48';
  if (secret === null) throw new ConfigError('missingSecret', `NAERVAER_SECRET is missing. ${how}`);
  if (KNOWN_SECRETS.has(secret.toLowerCase())) {
    throw new ConfigError('defaultSecret', `NAERVAER_SECRET is one that everybody knows. ${how}`);
  }
  if (secret.length < SHORTEST_SECRET || new Set(secret).size < FEWEST_CHARACTERS) {
    throw new ConfigError('shortSecret', `NAERVAER_SECRET is too easy to guess. ${how}`);
  }
  return secret;
}

function readKeys(env: Environment, mode: Mode): string | null {
  const keys = text(env, 'NAERVAER_KEYS');
  if (keys === null && mode === 'production') {
    throw new ConfigError(
      'missingKeys',
      'NAERVAER_KEYS is missing: the master keys as id:base64, or the path of a file of them. A new one is printed by: npm run keys -- new',
    );
  }
  return keys;
}

function readTurn(env: Environment): Config['turn'] {
  const urls = (text(env, 'TURN_URLS') ?? '').split(',').flatMap((url) => url.trim() || []);
  const secret = text(env, 'TURN_SECRET');
  if (urls.length === 0 && secret === null) return null;
  if (urls.length === 0 || secret === null) {
    throw new ConfigError('incompleteTurn', 'TURN_URLS and TURN_SECRET must be set together.');
  }
  if (!urls.every((url) => /^turns?:/.test(url))) {
    throw new ConfigError('incompleteTurn', 'TURN_URLS must be turn: or turns: addresses.');
  }
  return { urls, secret };
}

function readTrustedProxies(env: Environment): readonly string[] {
  const entries = (text(env, 'TRUSTED_PROXIES') ?? '')
    .split(',')
    .flatMap((one) => one.trim() || []);
  try {
    readProxies(entries);
  } catch (cause) {
    throw new ConfigError(
      'invalidProxies',
      'TRUSTED_PROXIES must be addresses or networks, for instance 10.0.0.5,10.1.0.0/16.',
      { cause },
    );
  }
  return entries;
}

function readPrivateProviders(env: Environment): readonly string[] {
  const hosts = (text(env, 'PRIVATE_PROVIDERS') ?? '')
    .split(',')
    .flatMap((host) => host.trim().toLowerCase() || []);
  if (!hosts.every((host) => /^[a-z0-9.-]+$/.test(host) || isIPv6(host))) {
    throw new ConfigError(
      'invalidProviders',
      'PRIVATE_PROVIDERS must be host names or addresses, for instance login.kommune.example.',
    );
  }
  return hosts;
}

function readFactor(env: Environment): number {
  const factor = Number(text(env, 'RATE_LIMIT_FACTOR') ?? '1');
  if (!Number.isFinite(factor) || factor < 0.1 || factor > 1000) {
    throw new ConfigError('invalidFactor', 'RATE_LIMIT_FACTOR must be a number from 0.1 to 1000.');
  }
  return factor;
}

/**
 * Reads the environment; demo mode is the default. What only the data folder can tell is checked by
 * `openDirectory`.
 * @throws {ConfigError} naming the variable
 */
export function readConfig(env: Environment): Config {
  const mode = choice(env, 'NAERVAER_MODE', ['demo', 'production'], 'demo', 'invalidMode');
  const port = readPort(env);
  const config: Config = {
    mode,
    port,
    host: text(env, 'HOST') ?? '127.0.0.1',
    dataDir: text(env, 'DATA_DIR') ?? './data',
    publicUrl: readPublicUrl(env, mode, port),
    storage: choice(env, 'STORAGE', ['sqlite', 'memory'], 'sqlite', 'invalidStorage'),
    secret: readSecret(env, mode),
    keys: readKeys(env, mode),
    turn: readTurn(env),
    iceTransportPolicy: choice(
      env,
      'ICE_TRANSPORT_POLICY',
      ['all', 'relay'],
      'all',
      'invalidPolicy',
    ),
    directoryFile: text(env, 'DIRECTORY_FILE'),
    logLevel: choice(env, 'LOG_LEVEL', LOG_LEVELS, 'info', 'invalidLogLevel'),
    trustedProxies: readTrustedProxies(env),
    rateLimitFactor: readFactor(env),
    privateProviders: readPrivateProviders(env),
  };
  if (mode === 'production' && config.storage === 'memory') {
    throw new ConfigError('volatileStorage', 'STORAGE must be sqlite in production.');
  }
  return config;
}
