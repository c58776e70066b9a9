import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { chromiumPath } from '../../support/browser.ts';
import { trust } from './certificates.ts';
import { inside } from './programs.ts';

/** Real Chromium in a namespace, that trusts the laboratory's authority. */
export async function launchIn(
  namespace: string,
  folder: string,
  authority: string,
  voice: string,
): Promise<Browser> {
  const home = join(folder, namespace);
  await mkdir(home);
  await trust(home, authority);
  const script = join(home, 'chromium');
  const command = [...inside(namespace), 'env', `HOME=${home}`, chromiumPath()];
  await writeFile(script, `#!/bin/sh\nexec ${command.join(' ')} "$@"\n`);
  await chmod(script, 0o755);
  return chromium.launch({
    executablePath: script,
    headless: true,
    chromiumSandbox: false,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${voice}`,
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
}
