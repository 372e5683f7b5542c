// Reads one big file out of a tar stream without holding it in memory, and without a dependency.
// Format: POSIX.1-2017, pax Interchange Format, "ustar Interchange Format".

const blockSize = 512;

/** The name and size in a ustar header block. */
export function parseTarHeader(block) {
  const text = (start, end) => block.toString('utf8', start, end).replace(/\0.*$/s, '');
  const prefix = text(257, 262) === 'ustar' ? text(345, 500) : '';
  const name = text(0, 100);
  return { name: prefix ? `${prefix}/${name}` : name, size: Number.parseInt(text(124, 136).trim() || '0', 8) };
}

/**
 * Yields the bytes of the first entry whose name ends with `suffix`, and stops there.
 * `source` is an async iterable of Buffers. Throws when there is no such entry or the stream ends within it.
 */
export async function* tarEntry(source, suffix) {
  let pending = Buffer.alloc(0);
  let toSkip = 0;
  let toYield = -1;
  for await (const chunk of source) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      if (toYield >= 0) {
        const taken = Math.min(toYield, pending.length);
        if (taken > 0) yield pending.subarray(0, taken);
        pending = pending.subarray(taken);
        toYield -= taken;
        if (toYield === 0) return;
        break;
      }
      const skipped = Math.min(toSkip, pending.length);
      pending = pending.subarray(skipped);
      toSkip -= skipped;
      if (toSkip > 0 || pending.length < blockSize) break;
      const { name, size } = parseTarHeader(pending.subarray(0, blockSize));
      pending = pending.subarray(blockSize);
      if (name.endsWith(suffix)) toYield = size;
      else toSkip = Math.ceil(size / blockSize) * blockSize;
    }
  }
  throw new Error(toYield >= 0 ? `the tar stream ends within ${suffix}` : `${suffix} is not in the tar stream`);
}
