import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const PRODUCTION = {
  NAERVAER_MODE: 'production',
  PUBLIC_URL: 'https://video.example.dk',
  NAERVAER_SECRET: 'kX9vQ2mT7wLr4ZbN8sHdJ3yPfG6cVaE1uRoI5tWq',
  NAERVAER_KEYS: '/run/secrets/naervaer-keys',
  DIRECTORY_FILE: 'directory.json',
};

describe('configuration', () => {
  it('is a demo on this machine when the environment says nothing', () => {
    expect(readConfig({})).toMatchObject({
      mode: 'demo',
      port: 8080,
      host: '127.0.0.1',
      storage: 'sqlite',
      secret: null,
      turn: null,
      iceTransportPolicy: 'all',
    });
    expect(readConfig({ PORT: '8099' }).publicUrl.origin).toBe('http://localhost:8099');
  });

  it('reads a production environment', () => {
    const turn = { TURN_URLS: 'turn:a.example, turns:a.example:443', TURN_SECRET: 's' };
    const config = readConfig({ ...PRODUCTION, ...turn });
    expect(config.mode).toBe('production');
    expect(config.turn?.urls).toEqual(['turn:a.example', 'turns:a.example:443']);
  });

  it.each([
    ['invalidMode', { NAERVAER_MODE: 'prod' }, 'NAERVAER_MODE'],
    ['invalidPort', { PORT: '80a' }, 'PORT'],
    ['invalidPort', { PORT: '70000' }, 'PORT'],
    ['invalidUrl', { PUBLIC_URL: 'example.dk' }, 'PUBLIC_URL'],
    ['invalidUrl', { PUBLIC_URL: 'https://example.dk/video' }, 'PUBLIC_URL'],
    ['invalidStorage', { STORAGE: 'postgres' }, 'STORAGE'],
    ['invalidPolicy', { ICE_TRANSPORT_POLICY: 'none' }, 'ICE_TRANSPORT_POLICY'],
    ['invalidLogLevel', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    ['incompleteTurn', { TURN_URLS: 'turn:a.example' }, 'TURN_SECRET'],
    ['invalidProxies', { TRUSTED_PROXIES: '10.0.0.5, proxy.example' }, 'TRUSTED_PROXIES'],
    ['invalidFactor', { RATE_LIMIT_FACTOR: 'off' }, 'RATE_LIMIT_FACTOR'],
    ['invalidProviders', { PRIVATE_PROVIDERS: 'https://idp.example' }, 'PRIVATE_PROVIDERS'],
    ['invalidFactor', { RATE_LIMIT_FACTOR: '0' }, 'RATE_LIMIT_FACTOR'],
    ['incompleteTurn', { TURN_URLS: 'stun:a.example', TURN_SECRET: 's' }, 'TURN_URLS'],
    ['missingSecret', { ...PRODUCTION, NAERVAER_SECRET: '' }, 'NAERVAER_SECRET'],
    ['defaultSecret', { ...PRODUCTION, NAERVAER_SECRET: 'change-me' }, 'NAERVAER_SECRET'],
    ['shortSecret', { ...PRODUCTION, NAERVAER_SECRET: 'kX9vQ2mT7wLr' }, 'NAERVAER_SECRET'],
    ['shortSecret', { ...PRODUCTION, NAERVAER_SECRET: 'ab'.repeat(20) }, 'NAERVAER_SECRET'],
    ['missingKeys', { ...PRODUCTION, NAERVAER_KEYS: ' ' }, 'NAERVAER_KEYS'],
    ['insecureUrl', { ...PRODUCTION, PUBLIC_URL: 'http://video.example.dk' }, 'PUBLIC_URL'],
    ['insecureUrl', { ...PRODUCTION, PUBLIC_URL: undefined }, 'PUBLIC_URL'],
    ['volatileStorage', { ...PRODUCTION, STORAGE: 'memory' }, 'STORAGE'],
  ])('is refused as %s, with a sentence that names the variable', (code, env, variable) => {
    let thrown: unknown;
    try {
      readConfig(env);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ name: 'ConfigError', code });
    expect(String(thrown)).toContain(variable);
  });

  it('never says the secret', () => {
    const env = { ...PRODUCTION, NAERVAER_SECRET: 'hunter-two' };
    expect(() => readConfig(env)).toThrow(/^(?!.*hunter)/);
  });
});
