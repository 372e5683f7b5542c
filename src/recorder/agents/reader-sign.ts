import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { agentReaderFile, readerGoneMs } from '../../core/protocol/agent';

/** Says in the run's folder that somebody reads what agents write. Opened before the program begins, and kept open. */
export class ReaderSign {
  readonly #now: () => bigint;
  readonly #bytes = new BigUint64Array(1);
  #descriptor: number | null;

  /** Without room for it there is no sign, which agents take for no news. @param now CLOCK_MONOTONIC in ns */
  constructor(folder: string, now: () => bigint = () => process.hrtime.bigint()) {
    this.#now = now;
    this.#descriptor = open(join(folder, agentReaderFile));
    this.renew();
  }

  /** To be called at each poll. False: the sign was so old that agents may have taken it for the recorder's end. */
  renew(): boolean {
    if (this.#descriptor === null) return true;
    const former = this.#bytes[0]!;
    const now = this.#now();
    this.#bytes[0] = now;
    try {
      writeSync(this.#descriptor, this.#bytes, 0, 8, 0);
    } catch {
      // Without room on the disk agents write nothing either.
    }
    return former === 0n || now - former < BigInt(readerGoneMs) * 1_000_000n;
  }

  /** Nobody reads from now on. */
  close(): void {
    if (this.#descriptor === null) return;
    this.#bytes[0] = 0n;
    try {
      writeSync(this.#descriptor, this.#bytes, 0, 8, 0);
    } catch {
      // Agents find out once the sign is old.
    }
    closeSync(this.#descriptor);
    this.#descriptor = null;
  }
}

function open(path: string): number | null {
  const { O_WRONLY, O_CREAT, O_EXCL } = constants;
  try {
    return openSync(path, O_WRONLY | O_CREAT | O_EXCL, 0o600);
  } catch {
    return null;
  }
}
