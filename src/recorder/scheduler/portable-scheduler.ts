import type { Capability } from '../../core/trace/capability';
import { isAlive } from '../proc/is-alive';
import { systemProcesses, type LookAtSystem, type SystemLook } from '../proc/system-processes';
import { nothingHidden } from './hidden-processes';
import { MissingScheduler } from './missing-scheduler';
import type { OpenScheduler, ProcessTimes, SchedulerTarget } from './open-scheduler';
import type { SchedulerSink } from './sink';

const leastRestMs = 520;
/** A look costs about as much CPU time as it takes, which is long where the machine is busy. */
const restOfLook = 3;
/** The end of a run after the last look is not seen: of a long one, more may be missed. */
const restOfRun = 0.03;
const mostRestMs = 5000;

/**
 * Where nothing is known of threads: the processes of the tree and the CPU time of each, by systeminformation. What lives for less
 * than a period, and what happened after the last look, is not seen.
 */
export class PortableScheduler implements OpenScheduler {
  readonly hidden = nothingHidden;
  readonly capability: Capability;
  readonly counts = { switches: 0, lost: 0, left: 0 };
  readonly #sink: SchedulerSink;
  readonly #root: number;
  readonly #epoch: number;
  readonly #runs: boolean;
  readonly #look: LookAtSystem;
  /** For ending them: on Linux nothing of the tree may be missed. */
  readonly #tree: MissingScheduler | null;
  /** CPU time when it was first seen, ns, by number. */
  readonly #known = new Map<number, { readonly fromNs: number; name: string }>();
  #timer: NodeJS.Timeout | null = null;
  #closed = false;
  #looks = 0;
  #firstAt = 0;
  #lastAt = 0;
  #seenNs = 0;
  #unseenNs = 0;

  constructor(
    target: SchedulerTarget,
    sink: SchedulerSink,
    reason: string,
    remedy?: string,
    look: LookAtSystem = systemProcesses.look,
  ) {
    const { pid, epochNs, runs = false } = target;
    this.#root = pid;
    this.#sink = sink;
    this.#epoch = Number(epochNs);
    this.#runs = runs;
    this.#look = look;
    this.capability = { quality: 'missing', reason, ...(remedy === undefined ? {} : { remedy }) };
    this.#tree = process.platform === 'linux' ? new MissingScheduler(target, reason) : null;
    void this.#watch();
  }

  get processTimes(): ProcessTimes {
    const periodMs = this.#looks < 2 ? leastRestMs : (this.#lastAt - this.#firstAt) / 1e6 / (this.#looks - 1);
    return {
      periodMs: Math.round(periodMs),
      from: this.#firstAt,
      until: this.#lastAt,
      seenNs: this.#seenNs,
      unseenNs: this.#unseenNs,
      alive: this.#known.size,
    };
  }

  get over(): boolean {
    return this.pids.length === 0;
  }

  get pids(): readonly number[] {
    return this.#tree?.pids ?? [...new Set([this.#root, ...this.#known.keys()])].filter(isAlive);
  }

  owns(pid: number): boolean {
    return this.#tree?.owns(pid) ?? this.pids.includes(pid);
  }

  /** It looks by itself: each look takes a while. */
  poll(): void {}

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #watch(): Promise<void> {
    const begun = performance.now();
    // A look that fails is made up for by the next one.
    const seen = await this.#look().catch(() => null);
    if (this.#closed) return;
    if (seen !== null) this.#take(seen);
    const tookMs = performance.now() - begun;
    const restMs = Math.max(leastRestMs, restOfLook * tookMs, Math.min(mostRestMs, (restOfRun * this.#lastAt) / 1e6));
    this.#timer = setTimeout(() => void this.#watch(), restMs);
  }

  #take({ atNs, processes }: SystemLook): void {
    const at = Number(atNs) - this.#epoch;
    // It was made for somebody else before this began.
    if (at < 0) return;
    const isFirst = this.#looks++ === 0;
    if (isFirst) this.#firstAt = at;
    const family = familyOf(this.#root, this.#known, processes);
    for (const { pid, parentPid, name, cpuNs } of family) {
      let known = this.#known.get(pid);
      if (known === undefined) {
        // What runs already has used time before that is not the run's; what is new has used all of it since.
        const fromNs = isFirst && this.#runs ? cpuNs : 0;
        const since = isFirst ? (this.#runs ? at : 0) : this.#lastAt;
        this.#known.set(pid, (known = { fromNs, name }));
        this.#sink.process(pid, this.#known.has(parentPid) ? parentPid : null, since, name);
        this.#sink.processTime?.(pid, since, 0);
        if (since === at) continue;
      }
      // It runs another program.
      if (name !== known.name) this.#sink.renamed(pid, pid, (known.name = name));
      this.#sink.processTime?.(pid, at, cpuNs - known.fromNs);
      this.#seenNs += at - this.#lastAt;
    }
    const there = new Set(family.map(({ pid }) => pid));
    for (const pid of this.#known.keys()) {
      if (there.has(pid)) continue;
      this.#known.delete(pid);
      // Some time between the two looks.
      this.#unseenNs += (at - this.#lastAt) / 2;
    }
    this.#lastAt = at;
  }
}

/** The root, what was known and is there still, and all below them: parents before children. */
function familyOf(
  root: number,
  known: ReadonlyMap<number, unknown>,
  processes: SystemLook['processes'],
): SystemLook['processes'] {
  const family = processes.filter(({ pid }) => pid === root || known.has(pid));
  const members = new Set(family.map(({ pid }) => pid));
  for (const { pid } of family) {
    for (const child of processes) {
      if (child.parentPid !== pid || members.has(child.pid)) continue;
      members.add(child.pid);
      family.push(child);
    }
  }
  return family;
}
