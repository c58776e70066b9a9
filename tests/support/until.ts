/**
 * Reads until `isDone`, a few times a second.
 * @param timeout milliseconds
 * @throws with the last value when time is up
 */
export async function until<T>(
  what: string,
  read: () => Promise<T> | T,
  isDone: (value: T) => boolean,
  timeout = 15_000,
): Promise<T> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const value = await read();
    if (isDone(value)) return value;
    if (Date.now() > deadline) {
      throw new Error(`not within ${timeout} ms: ${what}; last: ${JSON.stringify(value)}`);
    }
    await new Promise((next) => {
      setTimeout(next, 100);
    });
  }
}
