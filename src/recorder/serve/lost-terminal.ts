import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * A process that outlives its terminal ends with its own exit code. Node restores the terminal's settings when it exits, and
 * aborts where there is no terminal any more (`ResetStdio`); descriptors that are closed are left alone.
 */
export function surviveLostTerminal(): void {
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
  process.on('exit', () => {
    for (const descriptor of terminals) if (!isatty(descriptor)) close(descriptor);
  });
}

function close(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // It was closed before.
  }
}
