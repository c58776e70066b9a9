import { execFileSync } from 'node:child_process';
import { launch } from 'puppeteer-core';
import { WATCH_CONNECTIONS } from './stats.ts';
import type { Scripted } from './stats.ts';

/**
 * Debian's own Firefox, driven by WebDriver BiDi. (Playwright drives only a Firefox that it built
 * itself.) With a fake camera and microphone, asking nobody; sound and picture over loopback too.
 */
const PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  'media.peerconnection.ice.loopback': true,
  // A name that only multicast DNS knows is nothing that the other browser can find here.
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'intl.accept_languages': 'da-DK',
  'datareporting.policy.dataSubmissionEnabled': false,
} as const;

export interface FirefoxPage extends Scripted {
  /** Warnings and errors of the console, and uncaught errors. */
  readonly messages: readonly string[];
  goto(address: string): Promise<void>;
  close(): Promise<void>;
}

export interface Firefox {
  readonly version: string;
  open(): Promise<FirefoxPage>;
  close(): Promise<void>;
}

/** Where Debian's Firefox is. @throws when none is installed */
const firefoxPath = (): string =>
  execFileSync('sh', ['-c', 'command -v firefox-esr || command -v firefox']).toString().trim();

export async function launchFirefox(): Promise<Firefox> {
  const browser = await launch({
    browser: 'firefox',
    executablePath: firefoxPath(),
    headless: true,
    extraPrefsFirefox: PREFERENCES,
  });
  return {
    version: await browser.version(),
    async open() {
      const page = await browser.newPage();
      const messages: string[] = [];
      page.on('console', (message) => {
        if (message.type() !== 'log') messages.push(`${message.type()}: ${message.text()}`);
      });
      page.on('pageerror', (error) => messages.push(`uncaught: ${String(error)}`));
      await page.evaluateOnNewDocument(WATCH_CONNECTIONS);
      return {
        messages,
        async goto(address) {
          await page.goto(address);
        },
        evaluate: <T>(script: string) => page.evaluate(script) as Promise<T>,
        close: () => page.close(),
      };
    },
    close: () => browser.close(),
  };
}
