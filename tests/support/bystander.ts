import type { ClinicId } from '@naervaer/machines/protocol';
import type { SyncClient } from './sync-client.ts';

/**
 * A clinician elsewhere who goes on working while others misbehave, and measures how long each
 * answer took. Fewer commands a second than one socket may send.
 */
export interface Bystander {
  /** Milliseconds of each answer so far. */
  readonly waits: readonly number[];
  /** Resolves after the command that is under way; rejects when one was not answered. */
  stop(): Promise<void>;
}

const PACE_MS = 80;

export function bystander(client: SyncClient, clinicId: ClinicId): Bystander {
  const waits: number[] = [];
  let isOver = false;
  async function work(): Promise<void> {
    while (!isOver) {
      const from = performance.now();
      const type = waits.length % 2 === 0 ? 'openClinic' : 'closeClinic';
      const outcome = await client.ask({ type, clinicId });
      if (outcome.status !== 'accepted') throw new Error(`the bystander got ${outcome.code}`);
      waits.push(performance.now() - from);
      await new Promise((resolve) => setTimeout(resolve, PACE_MS));
    }
    // Leaves the clinic as it was found.
    if (waits.length % 2 === 1) await client.ask({ type: 'closeClinic', clinicId });
  }
  const working = work();
  working.catch(() => undefined);
  return {
    waits,
    async stop() {
      isOver = true;
      await working;
    },
  };
}
