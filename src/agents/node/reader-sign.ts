import fs from 'node:fs';
import { join } from 'node:path';
import { agentReaderFile, readerGoneMs } from '../../core/protocol/agent';

const { openSync, readSync, closeSync } = fs;

const lookEveryNs = 1e9;
/** A terminal's Ctrl-Z stops the recorder as well: when both go on, the sign is old until the recorder's next poll. */
const looksUntilGone = 3;

/** Whether somebody still reads what this thread tells. */
export interface ReaderSign {
  /** To be asked at each flush, `now` in Nanos of the run: looks once a second. Once it is true it stays so. */
  isGone(now: number): boolean;
  /** One look, when a thread begins. */
  isOld(now: number): boolean;
}

/** @param epochNs of the run, on the recorder's clock */
export function watchReader(folder: string, epochNs: string): ReaderSign {
  const path = join(folder, agentReaderFile);
  const epoch = Number(epochNs);
  const bytes = new BigUint64Array(1);
  let lookedAt = 0;
  let old = 0;

  const isOld = (now: number): boolean => {
    let descriptor: number | null = null;
    try {
      descriptor = openSync(path, 'r');
      if (readSync(descriptor, bytes, 0, 8, 0) < 8) return false;
      return now + epoch - Number(bytes[0]) > readerGoneMs * 1e6;
    } catch {
      return false;
    } finally {
      if (descriptor !== null) closeSync(descriptor);
    }
  };
  return {
    isOld,
    isGone(now) {
      if (old >= looksUntilGone) return true;
      if (now - lookedAt < lookEveryNs) return false;
      lookedAt = now;
      old = isOld(now) ? old + 1 : 0;
      return old >= looksUntilGone;
    },
  };
}
