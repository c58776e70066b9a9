/** What a page says to its service worker; the worker's side is `apps/tablet/worker/memory.ts`. */
export type KeeperMessage =
  | {
      readonly type: 'REMEMBER';
      readonly sessionId: string;
      readonly info: unknown;
      /** The server named this session just now: it takes the place of any other one. */
      readonly isConfirmed: boolean;
    }
  /** Answered on the port with the `info`, or null. */
  | { readonly type: 'RECALL' }
  /** Answered on the port once it is done; that session is not taken again. */
  | { readonly type: 'FORGET'; readonly sessionId: string | null };
