/** Something that is opened when it is first asked for, and closed if it ever was. */
export interface AtFirst<T> {
  get(): Promise<T>;
  close(): Promise<void>;
}

export function atFirst<T extends { close(): Promise<void> }>(open: () => Promise<T>): AtFirst<T> {
  let opened: Promise<T> | undefined;
  return {
    get: () => (opened ??= open()),
    async close() {
      const closing = await opened;
      opened = undefined;
      await closing?.close();
    },
  };
}
