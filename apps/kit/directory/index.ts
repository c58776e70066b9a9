import { createResource, type Accessor } from 'solid-js';
import { Directory, NaervaerError } from '@naervaer/machines/protocol';

/**
 * Who is here: organisations to sign in at, clinics, demo or not. Public, holds nothing personal.
 * @throws NaervaerError `internal` when the server does not answer with a directory
 */
export async function fetchDirectory(): Promise<Directory> {
  const response = await fetch('/api/directory', { headers: { accept: 'application/json' } });
  if (!response.ok) throw new NaervaerError('internal', 'directory was not answered');
  const parsed = await Directory['~standard'].validate(await response.json());
  if (parsed.issues) throw new NaervaerError('internal', 'directory is malformed');
  return parsed.value;
}

export interface DirectoryAccess {
  /** Undefined while it loads and while it could not be had. */
  readonly directory: Accessor<Directory | undefined>;
  readonly hasFailed: Accessor<boolean>;
  again(): void;
}

/** Fetches the directory once for the page. */
export function createDirectory(): DirectoryAccess {
  const [resource, { refetch }] = createResource(fetchDirectory);
  return {
    directory: () => (resource.state === 'ready' ? resource() : undefined),
    hasFailed: () => resource.state === 'errored',
    again: () => {
      Promise.resolve(refetch()).catch(() => undefined);
    },
  };
}
