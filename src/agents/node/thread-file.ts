import fs from 'node:fs';

// As they are before anybody wraps or mocks them.
const { openSync, writevSync, fstatSync, closeSync } = fs;

/** The file of one thread, written synchronously, so that nothing is lost when the process exits. */
export interface ThreadFile {
  /** False: it is over. The disk is full, the folder is gone, or the program closed the descriptor. */
  write(frames: readonly Uint8Array[]): boolean;
}

/** @throws {Error} when the file can't be made. */
export function openThreadFile(path: string): ThreadFile {
  let descriptor: number | null = openSync(path, 'ax', 0o600);
  const { ino, dev } = fstatSync(descriptor);

  const isOurs = (open: number): boolean => {
    const now = fstatSync(open);
    return now.ino === ino && now.dev === dev;
  };
  const end = (): false => {
    const open = descriptor;
    descriptor = null;
    try {
      // The number may be another file's by now, which is not ours to close.
      if (open !== null && isOurs(open)) closeSync(open);
    } catch {
      // Closed by the program.
    }
    return false;
  };
  return {
    write(frames) {
      if (descriptor === null) return false;
      try {
        const now = fstatSync(descriptor);
        if (now.ino !== ino || now.dev !== dev || now.nlink === 0) return end();
        const whole = frames.reduce((sum, frame) => sum + frame.length, 0);
        return writevSync(descriptor, frames) === whole || end();
      } catch {
        return end();
      }
    },
  };
}
