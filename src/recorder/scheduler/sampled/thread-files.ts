import { ProcFile } from '../../proc/proc-file';

/** The kernel's account of a thread, ns: exact once the thread is off its core; while it runs it grows with the tick. */
export interface ThreadAccount {
  readonly ran: number;
  /** Waiting for a core. */
  readonly wanted: number;
  /** How often it got one. */
  readonly turns: number;
}

/** What `stat` says of a thread. */
export interface ThreadLook {
  readonly name: string;
  /** `R` runs or wants to; `S`, `D` wait; `T` is stopped; `Z`, `X` have ended. */
  readonly letter: string;
  /** Where it ran last. */
  readonly core: number;
}

/** Two files of /proc/PID/task/TID, kept open: 1 µs a read of the first, 3 µs of the second. */
export class ThreadFiles {
  readonly #account: ProcFile;
  readonly #stat: ProcFile;

  /** @throws {Error} when the thread is gone */
  constructor(pid: number, tid: number) {
    this.#account = new ProcFile(`/proc/${pid}/task/${tid}/schedstat`);
    try {
      this.#stat = new ProcFile(`/proc/${pid}/task/${tid}/stat`);
    } catch (error) {
      this.#account.close();
      throw error;
    }
  }

  /** @throws {Error} when the thread is gone */
  account(): ThreadAccount {
    return parseAccount(this.#account.readLine());
  }

  /** @throws {Error} when the thread is gone */
  look(): ThreadLook {
    return parseLook(this.#stat.readLine());
  }

  close(): void {
    this.#account.close();
    this.#stat.close();
  }
}

export function parseAccount(line: string): ThreadAccount {
  const [ran, wanted, turns] = line.split(' ', 3).map(Number);
  return { ran: ran!, wanted: wanted!, turns: turns! };
}

/** The name may hold parentheses and spaces: fields are counted from the last `)`, which ends the second. */
export function parseLook(line: string): ThreadLook {
  const close = line.lastIndexOf(')');
  const fields = line.slice(close + 2).split(' ', 37);
  return { name: line.slice(line.indexOf('(') + 1, close), letter: fields[0]!, core: Number(fields[36]) };
}
