/*
 * How late the event loop is, and how busy.
 *
 * The method is that of `monitorEventLoopDelay`: a timer of (say) 10 ms; how much later than that it fires is the delay.
 * The timer is our own since resetting Node's histogram also forgets its last tick: a block that begins right after
 * a reset is then never seen (measured: 300 ms of blocking read as 10 ms), and both the windows of 50 ms and the
 * summary of the work alone need a reset.
 *
 *   tick      tick      |—— the loop is blocked ——|tick
 *    |——10ms——|——10ms———————————————————————————————|
 *                       lag = elapsed − 10 ms
 */
import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { lagPercentiles, type LagWindow } from '../../core/analysis/lag-percentiles';
import type { Clock } from './clock';

/** How often the loop of a thread that runs tasks is looked at. */
export const loopResolutionMs = 10;
/**
 * And of a host that only waits for its workers: waking an idle process costs up to 0.1 ms of CPU time, which counts
 * as the job's.
 */
export const idleLoopResolutionMs = 25;
const windowNs = 50e6;

export interface LoopSummary {
  /** 0..1; null where Node can't see its loop. */
  readonly utilisation: number | null;
  /** Nanos a callback would be late that is due at any moment (`lag-percentiles.ts`). */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** What its thread used of a core, ns; null: not known. */
  readonly cpu: number | null;
  /** How long its thread wanted a core and had none, ns; null: the kernel keeps no account. */
  readonly runDelay: number | null;
}

export class LoopSampler {
  readonly #clock: Clock;
  readonly #resolutionNs: number;
  readonly #onWindow: (at: number, lagMax: number, utilisation: number) => void;
  #windows: LagWindow[] = [];
  #lastTick: number;
  #windowStart: number;
  #windowMax = 0;
  #windowUsage: EventLoopUtilization = performance.eventLoopUtilization();
  #workUsage: EventLoopUtilization = this.#windowUsage;

  constructor(clock: Clock, resolutionMs: number, onWindow: (at: number, lagMax: number, utilisation: number) => void) {
    this.#clock = clock;
    this.#resolutionNs = resolutionMs * 1e6;
    this.#onWindow = onWindow;
    this.#lastTick = clock();
    this.#windowStart = this.#lastTick;
  }

  /** To be called by a timer, as often as the resolution says. */
  tick(): void {
    const now = this.#clock();
    this.#record(now);
    if (now - this.#windowStart >= windowNs) this.#endWindow(now);
  }

  /** The work begins: the summary is of what comes after this. */
  beginWork(): void {
    const now = this.#clock();
    this.#record(now);
    this.#endWindow(now);
    this.#windows = [];
    this.#workUsage = performance.eventLoopUtilization();
  }

  /** The work is over. Whoever was to be served since the last tick has waited until now: that is the last delay. */
  endWork(): Omit<LoopSummary, 'cpu' | 'runDelay'> {
    const now = this.#clock();
    this.#record(now);
    this.#endWindow(now);
    const usage = performance.eventLoopUtilization(this.#workUsage);
    return {
      utilisation: shareOf(usage),
      ...lagPercentiles(this.#windows),
    };
  }

  #record(now: number): void {
    const lag = Math.max(0, now - this.#lastTick - this.#resolutionNs);
    this.#lastTick = now;
    this.#windowMax = Math.max(this.#windowMax, lag);
  }

  #endWindow(now: number): void {
    const usage = performance.eventLoopUtilization();
    const window = performance.eventLoopUtilization(usage, this.#windowUsage);
    const utilisation = shareOf(window) ?? Number.NaN;
    this.#onWindow(now, this.#windowMax, utilisation);
    this.#windows.push({ length: now - this.#windowStart, lag: this.#windowMax, utilisation });
    this.#windowUsage = usage;
    this.#windowStart = now;
    this.#windowMax = 0;
  }
}

/** Electron turns the loop of its processes' main threads itself: Node then counts neither idle nor active time. */
const shareOf = ({ idle, active, utilization }: EventLoopUtilization): number | null =>
  idle + active > 0 ? utilization : null;
