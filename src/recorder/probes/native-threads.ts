import { readdirSync, statSync } from 'node:fs';
import { ProcFile, readProcLine } from '../proc/proc-file';

/** CPU time of one native thread, as often as it was seen to move. */
export interface NativeThread {
  readonly tid: number;
  readonly comm: string;
  /** Place among the threads of its process that bear the process's own name, from 1, the main thread left out; else 0. */
  readonly rank: number;
  /** On-CPU time so far, ns. */
  cpuNs: number;
}

/** Threads of one process of the job, with the CPU time of each: /proc/PID/task/TID/schedstat. */
export class NativeThreads {
  readonly pid: number;
  readonly #folder: string;
  readonly #threads = new Map<number, { readonly thread: NativeThread; readonly file: ProcFile }>();
  #links = 0;
  #name: string | null = null;
  #unnamed = 0;

  constructor(pid: number) {
    this.pid = pid;
    this.#folder = `/proc/${pid}/task`;
  }

  /** The threads that are alive now, but for the main thread and those in `except`. */
  read(except: ReadonlySet<number | null>): readonly NativeThread[] {
    this.#findThreads();
    const alive: NativeThread[] = [];
    for (const [tid, { thread, file }] of this.#threads) {
      if (except.has(tid)) continue;
      try {
        // "on-CPU ns, ns waiting for a core, slices"
        thread.cpuNs = Number.parseInt(file.readLine(), 10);
        alive.push(thread);
      } catch {
        file.close();
        this.#threads.delete(tid);
        this.#links = 0;
      }
    }
    return alive;
  }

  close(): void {
    for (const { file } of this.#threads.values()) file.close();
    this.#threads.clear();
  }

  #findThreads(): void {
    try {
      // Cheaper than listing: the number of links is the number of threads and two more.
      const links = statSync(this.#folder).nlink;
      if (links === this.#links) return;
      this.#links = links;
      for (const name of readdirSync(this.#folder)) this.#addThread(Number(name));
    } catch {
      this.#links = 0; // The process has ended.
    }
  }

  #addThread(tid: number): void {
    if (tid === this.pid || this.#threads.has(tid)) return;
    try {
      const file = new ProcFile(`${this.#folder}/${tid}/schedstat`);
      const comm = readProcLine(`${this.#folder}/${tid}/comm`)?.trim() ?? '';
      this.#name ??= readProcLine(`/proc/${this.pid}/comm`)?.trim() ?? '';
      const rank = comm === this.#name ? ++this.#unnamed : 0;
      this.#threads.set(tid, { thread: { tid, comm, rank, cpuNs: 0 }, file });
    } catch {
      // It ended between being listed and being opened.
    }
  }
}

/*
 * Threads of a Node process in the order they are made (Node 20, Electron 33; younger versions name them):
 * V8's delayed tasks, V8's workers (4), the inspector's signal thread, libuv's pool (4, made for the first file that
 * is loaded); then whatever the work itself makes.
 */
const threadsBeforePool = 5;
/** libuv reads the same variable; one more, since Electron has no signal thread. */
const threadsOfPool = 1 + (Number(process.env['UV_THREADPOOL_SIZE']) || 4);

const named: readonly (readonly [comm: RegExp, name: string])[] = [
  [/^libuv-worker/, 'pool thread'],
  [/^(V8Worker|DelayedTaskSche|ThreadPoolForeg)/, 'V8 thread'],
];

/** What such a thread is called on its lane; a number is put behind it. */
export function nativeThreadName({ comm, rank }: Pick<NativeThread, 'comm' | 'rank'>): string {
  if (rank > threadsBeforePool + threadsOfPool) return 'native thread';
  if (rank > 0) return rank > threadsBeforePool ? 'pool thread' : 'V8 thread';
  return named.find(([pattern]) => pattern.test(comm))?.[1] ?? comm;
}
