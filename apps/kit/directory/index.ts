import { createResource, type Accessor } from 'solid-js';
import type { Directory } from '@naervaer/machines/protocol';
// Not by the session's index: a page without a session must not load one.
import { fetchDirectory, type App } from '../session/api.ts';

export { fetchDirectory } from '../session/api.ts';

export interface DirectoryAccess {
  /** Undefined while it loads and while it could not be had. */
  readonly directory: Accessor<Directory | undefined>;
  readonly hasFailed: Accessor<boolean>;
  again(): void;
}

/** Fetches the directory once for the page: who is here, demo or not. Nothing in it is personal. */
export function createDirectory(app?: App): DirectoryAccess {
  const [resource, { refetch }] = createResource(() => fetchDirectory(app));
  return {
    directory: () => (resource.state === 'errored' ? undefined : resource.latest),
    hasFailed: () => resource.state === 'errored',
    again: () => {
      Promise.resolve(refetch()).catch(() => undefined);
    },
  };
}
