import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../support/until.ts';

/** The kernel counts processor time in hundredths of a second. */
const TICKS_A_SECOND = 100;
const PERIOD_US = 100_000;
/** Where control groups for processor time are: of the first kind, or of the second. */
const FIRST = '/sys/fs/cgroup/cpu';
const SECOND = '/sys/fs/cgroup';

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Processor time so far, in seconds. */
  readonly seconds: number;
}

async function processOf(pid: string): Promise<Process | undefined> {
  // Gone meanwhile: no process any more.
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in brackets may hold spaces and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number);
  if (parent === undefined || user === undefined || system === undefined) return undefined;
  return { pid: Number(pid), parent, seconds: (user + system) / TICKS_A_SECOND };
}

/** A process and all that come from it. */
async function familyOf(root: number): Promise<readonly Process[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(names.map(processOf));
  const all = found.filter((one) => one !== undefined);
  const family = all.filter(({ pid }) => pid === root);
  for (const { pid } of family) family.push(...all.filter(({ parent }) => parent === pid));
  return family;
}

/** Processor time of a process and all that come from it so far, in seconds. */
export async function secondsOf(root: number): Promise<number> {
  const family = await familyOf(root);
  return family.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** Processor time that the whole machine spent so far, in seconds. */
export async function machineSeconds(): Promise<number> {
  const stat = await readFile('/proc/stat', 'utf8');
  const [user = 0, nice = 0, system = 0, , , irq = 0, soft = 0] =
    /^cpu +(.*)$/m.exec(stat)?.[1]?.split(' ').map(Number) ?? [];
  return (user + nice + system + irq + soft) / TICKS_A_SECOND;
}

/** Less processor than the machine has. */
export interface Quota {
  /** A process, and all that come from it from now on. */
  hold(root: number): Promise<void>;
  /** Share of tenths of a second in which the processes wanted more than they got, since it was made. */
  throttled(): Promise<number>;
  /** After the processes have ended. */
  remove(): Promise<void>;
}

/**
 * A control group that gets so much of one processor, in per cent. Needs root.
 * @throws when this system lets nobody make one
 */
export async function makeQuota(percent: number): Promise<Quota> {
  const controllers = await readFile(join(SECOND, 'cgroup.controllers'), 'utf8').catch(() => '');
  const isSecond = controllers.split(/\s+/).includes('cpu');
  const folder = join(isSecond ? SECOND : FIRST, `naervaer-parties-${process.pid}`);
  const quota = Math.round((PERIOD_US * percent) / 100);
  if (isSecond) await writeFile(join(SECOND, 'cgroup.subtree_control'), '+cpu');
  await mkdir(folder);
  if (isSecond) {
    await writeFile(join(folder, 'cpu.max'), `${quota} ${PERIOD_US}`);
  } else {
    await writeFile(join(folder, 'cpu.cfs_period_us'), String(PERIOD_US));
    await writeFile(join(folder, 'cpu.cfs_quota_us'), String(quota));
  }
  return {
    async hold(root) {
      for (const { pid } of await familyOf(root)) {
        await writeFile(join(folder, 'cgroup.procs'), String(pid)).catch(() => undefined);
      }
    },
    async throttled() {
      const stat = await readFile(join(folder, 'cpu.stat'), 'utf8');
      const of = (name: string): number =>
        Number(new RegExp(`^${name} (\\d+)`, 'm').exec(stat)?.[1] ?? 0);
      return of('nr_throttled') / Math.max(1, of('nr_periods'));
    },
    async remove() {
      await until(
        'the group is empty',
        () =>
          rmdir(folder).then(
            () => true,
            () => false,
          ),
        (isGone) => isGone,
      );
    },
  };
}
