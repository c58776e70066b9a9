import type { MediaConnection } from 'peerjs';
import { watchLeg } from './leg.ts';
import type { Leg } from './leg.ts';

export interface LinkEvents {
  /** The stream to show now. */
  flows(remote: MediaStream): void;
  stopped(): void;
  /** The call on trial came to nothing. */
  failed(): void;
}

/**
 * The call that carries sound and picture, and the one that is to take its place. The old one is
 * closed after the new one flows, never before, so that a doubt costs nothing.
 */
export interface Link {
  readonly current: Leg | undefined;
  readonly next: Leg | undefined;
  try(connection: MediaConnection): void;
  dropNext(): void;
  replaceVideo(track: MediaStreamTrack): void;
  close(): void;
}

export function createLink(on: LinkEvents): Link {
  let current: Leg | undefined;
  let next: Leg | undefined;

  return {
    get current() {
      return current;
    },
    get next() {
      return next;
    },
    try(connection) {
      next?.close();
      const leg: Leg = watchLeg(connection, {
        flows() {
          if (leg === next) {
            current?.close();
            current = leg;
            next = undefined;
          }
          if (leg.remote) on.flows(leg.remote);
        },
        stopped() {
          if (leg === current) on.stopped();
        },
        dead() {
          if (leg === current) {
            current = undefined;
            on.stopped();
          } else if (leg === next) {
            next = undefined;
            on.failed();
          }
        },
      });
      next = leg;
    },
    dropNext() {
      next?.close();
      next = undefined;
    },
    replaceVideo(track) {
      current?.replaceVideo(track);
      next?.replaceVideo(track);
    },
    close() {
      current?.close();
      next?.close();
      current = next = undefined;
    },
  };
}
