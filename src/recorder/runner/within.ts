/** Waits for something, but not for longer than `limitMs`. */
export async function within(limitMs: number, something: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([something, limit]);
  clearTimeout(timer);
}
