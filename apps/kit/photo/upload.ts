import type { PhotoId } from '@naervaer/machines/protocol';
import type { PhotoMessage } from './messages.ts';
import type { PhotoRelay } from './relay.ts';
import { createSeal, newSealKey } from './seal.ts';
import type { Seal } from './seal.ts';

export interface UploadDeps {
  readonly relay: PhotoRelay;
  readonly now: () => number;
  readonly bytesOf: (block: number) => Uint8Array<ArrayBuffer>;
  readonly tell: (message: PhotoMessage) => boolean;
  /** The other side can be reached: what fails now is this way's own fault. */
  readonly isOpen: () => boolean;
  /** This way is none: nothing goes by it any more. */
  readonly onRefused: () => void;
}

/** The way of one photo through the server's memory, at its sender. */
export interface Upload {
  /** Brings what of these blocks is not there yet, so many at a time. */
  go(blocks: readonly number[], atOnce: number): void;
  /** The receiver was away: tells it again what lies there for it. */
  again(blocks: readonly number[]): void;
  /** The receiver did not find it. */
  gone(block: number): void;
  close(): void;
}

/** After a failed try, in milliseconds. */
const REST_MS = 1_000;
/** So many failures on end, and this way counts as none. */
const PATIENCE = 5;

export function createUpload(photoId: PhotoId, deps: UploadDeps): Upload {
  const key = newSealKey();
  let sealing: Promise<Seal> | undefined;
  const lying = new Set<number>();
  const underWay = new Set<number>();
  let isKeyTold = false;
  let restUntil = 0;
  let failures = 0;
  let isOver = false;

  function over(): void {
    if (isOver) return;
    isOver = true;
    deps.onRefused();
  }
  function fail(): void {
    restUntil = deps.now() + REST_MS;
    if (deps.isOpen()) failures += 1;
    if (failures > PATIENCE) over();
  }
  function tell(block: number): void {
    isKeyTold ||= deps.tell({ type: 'key', photoId, ...key });
    deps.tell({ type: 'block', photoId, index: block });
  }

  async function bring(block: number): Promise<void> {
    sealing ??= createSeal(key);
    const sealed = await (await sealing).close(block, deps.bytesOf(block));
    const kept = await deps.relay.put(photoId, block, sealed);
    underWay.delete(block);
    if (isOver) return;
    if (kept === 'kept') {
      failures = 0;
      lying.add(block);
      tell(block);
    } else if (kept === 'refused') over();
    else fail();
  }

  return {
    go(blocks, atOnce) {
      if (isOver || deps.now() < restUntil) return;
      for (const block of blocks) {
        if (underWay.size >= atOnce) return;
        if (lying.has(block) || underWay.has(block)) continue;
        underWay.add(block);
        bring(block).catch(() => {
          underWay.delete(block);
          fail();
        });
      }
    },
    again(blocks) {
      if (isOver) return;
      isKeyTold = false;
      for (const block of blocks) if (lying.has(block)) tell(block);
    },
    gone(block) {
      if (lying.delete(block)) fail();
    },
    close() {
      isOver = true;
      if (lying.size > 0 || underWay.size > 0) deps.relay.forget(photoId);
    },
  };
}
