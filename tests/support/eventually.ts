/** Waits for a condition, not for a time; says what it waited for when it never came. */
export async function eventually<T>(
  what: string,
  condition: () => T | undefined | false | null | Promise<T | undefined | false | null>,
  patienceMs = 20_000,
): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false && value !== null) return value;
    if (performance.now() > end) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
