import type { ThreadState } from '../../core/trace/track';

/** Who wants to know what threads do. Times: ns after the epoch. Each thread is told of before anything else about it. */
export interface SchedulerSink {
  /** @param parentPid null: of no process that is followed */
  process(pid: number, parentPid: number | null, at: number, name: string): void;
  /** @param madeBy tid of the thread that made it; null: not known */
  thread(pid: number, tid: number, madeBy: number | null, at: number, name: string): void;
  renamed(pid: number, tid: number, name: string): void;
  ended(pid: number, tid: number, at: number): void;
  /**
   * What a thread did from its last interval's end on: one thread's follow each other without a gap, so their sum is its
   * life. @param core where it ran; null: in other states, or not known
   */
  interval(tid: number, start: number, end: number, state: ThreadState, core: number | null, flags: number): void;
  /** Of what a thread is told to have run between two times, so much was taken by the hypervisor; ns. */
  stolen?(tid: number, from: number, to: number, ns: number): void;
  /** Where nothing is known of threads: CPU time of a process so far, ns. */
  processTime?(pid: number, at: number, cpuNs: number): void;
  /** Records were lost: what threads did in between is not known. @param count 0: it is told later, with a span of no length */
  lost(from: number, to: number, count: number): void;
}
