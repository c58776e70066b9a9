import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, release } from 'node:os';
import { dirname, join } from 'node:path';
import { chromiumPath } from '../support/browser.ts';
import { CLIENTS } from './clients.ts';
import type { Client } from './clients.ts';
import type { Run, Trace } from './run.ts';

/**
 * Not in git: one file for each scenario and client, to which every run adds, so that two commands
 * with different clients may run beside each other. `docs/network.md` is made of them.
 */
const FOLDER = join(import.meta.dirname, '../../test-results/network');

const fileOf = (scenario: string, client: Client): string =>
  join(FOLDER, `${scenario}.${client}.json`);

function readOf(scenario: string, client: Client): Run[] {
  const file = fileOf(scenario, client);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Run[]) : [];
}

/** All runs of a scenario, of each client the oldest first. */
export const readRuns = (scenario: string): Run[] =>
  CLIENTS.flatMap((client) => readOf(scenario, client));

export function addRun(run: Run): void {
  const { scenario, client } = run;
  mkdirSync(FOLDER, { recursive: true });
  const runs = [...readOf(scenario, client), run];
  writeFileSync(fileOf(scenario, client), `${JSON.stringify(runs, null, 1)}\n`);
}

/** Forgets what these clients did in this scenario: their code is another now. */
export function forget(scenario: string, clients: readonly Client[]): void {
  for (const client of clients) rmSync(fileOf(scenario, client), { force: true });
}

/** For who looks for a cause: everything that both sides said. @returns the file */
export function keepTrace(run: Run, trace: Trace): string {
  const folder = join(FOLDER, 'traces');
  mkdirSync(folder, { recursive: true });
  const number = readdirSync(folder).length + 1;
  const file = join(folder, `${number}-${run.client}-${run.scenario}.json`);
  writeFileSync(file, JSON.stringify({ run, trace }));
  return file;
}

/** What the figures hang on, in one line. */
export function versions(): string {
  const require = createRequire(import.meta.url);
  const said = (program: string, ...args: string[]): string => {
    try {
      return execFileSync(program, args, { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
    } catch {
      return '';
    }
  };
  const number = (text: string): string => /\d+(\.\d+)+/.exec(text)?.[0] ?? 'unknown';
  const packageVersion = (name: string): string => {
    // Not every package lets its package.json be asked for.
    let folder = dirname(require.resolve(name));
    for (;;) {
      try {
        const found = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
        if (found.name === name) return String(found.version);
      } catch {
        // Further up.
      }
      if (folder === dirname(folder)) return 'unknown';
      folder = dirname(folder);
    }
  };
  return [
    `Linux ${/^\d+\.\d+/.exec(release())?.[0]}, ${cpus().length} cores`,
    `Chromium ${number(said(chromiumPath(), '--version'))}`,
    `coturn ${number(said('dpkg-query', '-W', '-f', '${Version}', 'coturn'))}`,
    `Node ${process.versions.node}`,
    ...['peerjs', 'peer', 'simple-peer'].map((name) => `${name} ${packageVersion(name)}`),
  ].join(', ');
}
