const units = ['B', 'kB', 'MB', 'GB'];

/** 196264810 → "196.3 MB" (decimal units, as browsers and file managers show downloads). */
export function formatBytes(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** "12.3 MB of 196.3 MB (6 %), 8.1 MB/s". A total of 0 is an unknown total. */
export function formatProgress(done, total, bytesPerSecond) {
  const amount =
    total > 0
      ? `${formatBytes(done)} of ${formatBytes(total)} (${Math.floor((100 * done) / total)} %)`
      : formatBytes(done);
  return bytesPerSecond > 0 ? `${amount}, ${formatBytes(bytesPerSecond)}/s` : amount;
}

const redrawMs = 100;
const plainLineMs = 3000;

/**
 * Shows the progress of one download: one line that is redrawn on a terminal, a line every few seconds in a log.
 * `start` bytes were there before, and don't count for the speed.
 */
export function createProgressLine({
  label,
  total,
  start = 0,
  stream = process.stderr,
  now = () => performance.now(),
}) {
  const began = now();
  let lastShown = -Infinity;
  let done = start;

  const text = () => {
    const seconds = (now() - began) / 1000;
    return `  ${label}: ${formatProgress(done, total, seconds > 0.2 ? (done - start) / seconds : 0)}`;
  };
  const show = () => {
    lastShown = now();
    stream.write(stream.isTTY ? `\r${text()}\x1b[K` : `${text()}\n`);
  };

  return {
    advance(bytes) {
      done += bytes;
      if (now() - lastShown >= (stream.isTTY ? redrawMs : plainLineMs)) show();
    },
    end() {
      show();
      if (stream.isTTY) stream.write('\n');
    },
  };
}
