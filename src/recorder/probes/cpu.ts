import { existsSync } from 'node:fs';
import { trackNames, type TrackId } from '../../core/trace/track';
import { defineProbe, probePeriodMs, type ProbedRun } from './define-probe';
import { nativeThreadName, NativeThreads, type NativeThread } from './native-threads';

/** A native thread gets a lane once it has used this share of the run so far, and this much at all. */
const leastShare = 0.01;
const leastNs = 5e6;
/** Samples kept of a thread that has no lane yet; of more every second one is dropped. */
const mostKept = 512;

interface Followed {
  track: TrackId | null;
  /** CPU time when it was first seen, or when the run began. */
  readonly baseNs: number;
  lastNs: number;
  kept: [time: number, cpuNs: number][];
}

export const cpu = defineProbe({
  id: 'cpu',
  about: 'CPU time of native threads that run no JavaScript, such as those of libuv’s pool: /proc (Linux).',
  kind: 'cpu',
  open(run) {
    if (process.platform !== 'linux' || !existsSync('/proc/self/schedstat')) {
      const reason = 'The CPU time of native threads is read from /proc/PID/task/TID/schedstat, which is not there.';
      return { missing: { quality: 'missing', reason } };
    }
    const processes = new Map([[run.pid, new NativeThreads(run.pid)]]);
    const follower = new Follower(run);
    return {
      capability: {
        quality: 'sampled',
        periodMs: probePeriodMs,
        reason:
          'JavaScript threads read their own CPU clock; the kernel’s account of native threads moves every few ms.',
      },
      sample(atNs) {
        for (const pid of run.lanes.processes.keys()) {
          if (!processes.has(pid)) processes.set(pid, new NativeThreads(pid));
        }
        const ours = new Set(run.lanes.threads.map(({ tid }) => tid));
        for (const threads of processes.values()) {
          for (const thread of threads.read(ours)) follower.follow(threads.pid, thread, atNs);
        }
      },
      close: () => processes.forEach((threads) => threads.close()),
    };
  },
});

/** Gives lanes to the threads that deserve one, with all that was seen of them before. */
class Follower {
  readonly #run: ProbedRun;
  readonly #followed = new Map<number, Followed>();
  readonly #names = new Map<string, number>();

  constructor(run: ProbedRun) {
    this.#run = run;
  }

  follow(pid: number, thread: NativeThread, atNs: bigint): void {
    const start = this.#run.epoch();
    const now = start === null ? Number.NEGATIVE_INFINITY : Number(atNs - start);
    const followed = this.#followed.get(thread.tid);
    // While the job gets ready only the last value counts: it is what the run begins with.
    if (followed === undefined || now <= 0) {
      this.#followed.set(thread.tid, now > 0 ? born(now, thread.cpuNs) : waiting(thread.cpuNs));
      return;
    }
    if (followed.kept.length === 0) followed.kept.push([0, followed.baseNs]);
    this.#add(followed, now, thread.cpuNs);
    const used = thread.cpuNs - followed.baseNs;
    const deserves = used >= leastNs && used >= leastShare * now;
    // Until start-up is over it may be a worker that has not said hello yet.
    if (deserves && followed.track === null && this.#run.working()) this.#promote(followed, pid, thread);
  }

  #add(followed: Followed, time: number, cpuNs: number): void {
    if (followed.track !== null) {
      this.#run.builder.row(followed.track, time, cpuNs);
      return;
    }
    const { kept } = followed;
    // A span without change needs its two ends only.
    if (followed.lastNs === cpuNs && kept.length > 1 && kept.at(-2)![1] === cpuNs) kept.at(-1)![0] = time;
    else kept.push([time, cpuNs]);
    followed.lastNs = cpuNs;
    if (kept.length > mostKept) followed.kept = kept.filter((_, index) => index % 2 === 0);
  }

  #promote(followed: Followed, pid: number, thread: NativeThread): void {
    const { builder, lanes } = this.#run;
    const kind = nativeThreadName(thread);
    const key = `${pid} ${kind}`;
    const number = (this.#names.get(key) ?? 0) + 1;
    this.#names.set(key, number);
    const parent = lanes.process(pid, null).lane;
    const lane = builder.addLane({ kind: 'thread', name: `${kind} ${number}`, parent, pid, tid: thread.tid });
    followed.track = builder.addTrack({ lane, kind: 'counter', name: trackNames.cpu, unit: 'cumulativeNanos' });
    for (const [time, cpuNs] of followed.kept) builder.row(followed.track, time, cpuNs);
    followed.kept = [];
  }
}

/** Was there before the run began: what it used until then isn't the run's. */
function waiting(cpuNs: number): Followed {
  return { track: null, baseNs: cpuNs, lastNs: cpuNs, kept: [] };
}

/** Made since the last look: all it has used is the run's. */
function born(now: number, cpuNs: number): Followed {
  const start = Math.max(0, now - probePeriodMs * 1e6);
  return {
    track: null,
    baseNs: 0,
    lastNs: cpuNs,
    kept: [
      [start, 0],
      [now, cpuNs],
    ],
  };
}
