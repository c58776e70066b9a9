import { HocuspocusProvider } from '@hocuspocus/provider';
import type { HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { epochOfReason, UNKNOWN_EPOCH } from '@naervaer/machines/protocol';
import type { Epoch } from '@naervaer/machines/protocol';
import { createSignal, getOwner, onCleanup } from 'solid-js';
import type { Accessor } from 'solid-js';
import * as Y from 'yjs';

/** What a view is: the name of its document in an epoch, and how its value is read from it. */
export interface ViewKind<T> {
  readonly name: (epoch: Epoch) => string;
  readonly read: (document: Y.Doc) => T | undefined;
}

/**
 * The view documents of one connection. A document belongs to one epoch: when the server says that
 * a newer one writes, the old copy is dropped whole and never merged (DC2). What was shown stays on
 * the screen until the new copy is complete, so that nothing flickers.
 */
export interface Views {
  /** Subscribes within a reactive owner; opened once however many look. */
  open<T>(key: string, kind: ViewKind<T>): Accessor<T | undefined>;
  close(): void;
}

interface Entry {
  readonly value: Accessor<unknown>;
  readonly drop: () => void;
  watchers: number;
}

/** How long after the last reader a document stays open: a change of screen is no reason to close. */
const LINGER_MS = 5_000;
const RETRY_MS = 2_000;

interface Deps {
  readonly socket: HocuspocusProviderWebsocket;
  readonly token: () => Promise<string>;
  readonly onDenied: (reason: string) => void;
}

export function createViews(deps: Deps): Views {
  const entries = new Map<string, Entry>();
  /** The newest epoch that any view learned: the best first guess for the next one. */
  let newest: Epoch = UNKNOWN_EPOCH;

  function follow<T>(kind: ViewKind<T>): Entry {
    const [value, setValue] = createSignal<T | undefined>(undefined, { equals: false });
    let provider: HocuspocusProvider | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let isDropped = false;

    function open(epoch: Epoch): void {
      if (isDropped) return;
      const document = new Y.Doc();
      let isComplete = false;
      let hasOpened = false;
      const show = (): void => {
        // Half a copy is not a view: the rows that are still on their way would seem gone.
        if (isComplete && provider?.document === document) setValue(() => kind.read(document));
      };
      const opened = new HocuspocusProvider({
        websocketProvider: deps.socket,
        name: kind.name(epoch),
        document,
        token: deps.token,
        // Awareness says nothing here, and costs a third of a reconnect.
        awareness: null,
        onOpen() {
          // DC2: a server drops a document that nobody reads and makes it anew, in the same epoch.
          // So no copy outlives its socket; merged, the old one would bring removed rows back.
          if (hasOpened) queueMicrotask(() => replace(opened, epoch));
          hasOpened = true;
        },
        onSynced() {
          isComplete = true;
          show();
        },
        onAuthenticationFailed: ({ reason }) => denied(opened, reason),
      });
      provider = opened;
      document.on('update', show);
      opened.attach();
    }

    function replace(old: HocuspocusProvider, epoch: Epoch): void {
      if (provider !== old) return;
      forget();
      open(epoch);
    }

    function denied(from: HocuspocusProvider, reason: string): void {
      if (provider !== from) return;
      forget();
      const epoch = epochOfReason(reason);
      if (epoch !== undefined) {
        if (epoch > newest) newest = epoch;
        // Not within the provider's own callback: it still finishes its work with the old one.
        queueMicrotask(() => open(epoch));
        return;
      }
      deps.onDenied(reason);
      setValue(() => undefined);
      retry = setTimeout(() => open(newest), RETRY_MS);
    }

    /**
     * Discards a document that the server does not have open for us on this socket. The provider
     * says CLOSE as it goes; said on a fresh socket before the next one of that name is open, it
     * would close that one, which then shows its first copy for ever.
     */
    function forget(): void {
      if (provider !== undefined) {
        deps.socket.configuration.providerMap.delete(provider.effectiveName);
      }
      discard();
    }

    function discard(): void {
      clearTimeout(retry);
      provider?.destroy();
      provider?.document.destroy();
      provider = undefined;
    }

    open(newest);
    return {
      value,
      watchers: 0,
      drop() {
        isDropped = true;
        discard();
      },
    };
  }

  return {
    open<T>(key: string, kind: ViewKind<T>) {
      const entry = entries.get(key) ?? follow(kind);
      entries.set(key, entry);
      entry.watchers += 1;
      const release = (): void => {
        entry.watchers -= 1;
        setTimeout(() => {
          if (entry.watchers > 0 || entries.get(key) !== entry) return;
          entries.delete(key);
          entry.drop();
        }, LINGER_MS);
      };
      if (getOwner() !== null) onCleanup(release);
      return entry.value as Accessor<T | undefined>;
    },
    close() {
      for (const entry of entries.values()) entry.drop();
      entries.clear();
    },
  };
}
