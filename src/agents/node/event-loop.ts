/*
 * How late the event loop is, how busy, and where it did not turn.
 *
 * The method is that of `monitorEventLoopDelay`: a timer of 10 ms; how much later than that it fires is the lag. Where a
 * block began is told by the time the loop has spent waiting since the last tick: first it waited, then it was blocked.
 *
 *   tick   waiting for events     one callback, or many without a turn       tick
 *    |-------------------------|█████████████████████████████████████████████|
 *                              start = last tick + what the loop waited      end
 */
import { performance } from 'node:perf_hooks';
import { agentFrameKinds } from '../../core/protocol/agent';
import type { Teller } from './teller';

export const tickMs = 10;
const windowNs = 50e6;

export interface EventLoop {
  tick(now: number): void;
  /** The thread ends: what comes after the last tick was one stretch. */
  end(now: number): void;
}

export function watchEventLoop(teller: Teller, now: number, blockedNs: number, takePeak: () => number): EventLoop {
  const usage = performance.eventLoopUtilization.bind(performance);
  let last = now;
  let lastIdle = 0;
  let windowStart = now;
  let windowMax = 0;
  let windowIdle = 0;
  let windowActive = 0;

  const look = (at: number): void => {
    const { idle, active } = usage();
    const idleNs = idle * 1e6;
    const lag = Math.max(0, at - last - tickMs * 1e6);
    const start = last + Math.max(0, idleNs - lastIdle);
    if (at - start > blockedNs) {
      teller.row(agentFrameKinds.blocked, at, start, at);
      // A window of its own, so that what came before doesn't dilute it.
      if (idle + active > 0 && start > windowStart) endWindow(start, idle, active - (at - start) / 1e6);
    }
    if (lag > windowMax) windowMax = lag;
    last = at;
    lastIdle = idleNs;
    if (at - windowStart >= windowNs) endWindow(at, idle, active);
  };
  const endWindow = (at: number, idle: number, active: number): void => {
    // Before the loop's first turn Node counts nothing: all of that time the thread was busy with the script itself.
    const whole = idle - windowIdle + (active - windowActive);
    const share = whole > 0 ? (active - windowActive) / whole : idle + active === 0 ? 1 : Number.NaN;
    // While a thread begins, Node’s account of its loop may be less than nothing, or more than all: it says nothing then.
    const utilisation = share >= 0 && share <= 1 ? share : Number.NaN;
    teller.row(agentFrameKinds.loop, at, at, windowMax, utilisation, takePeak());
    windowStart = at;
    windowMax = 0;
    windowIdle = idle;
    windowActive = active;
  };
  return {
    tick: look,
    end(at) {
      look(at);
      const { idle, active } = usage();
      if (at > windowStart) endWindow(at, idle, active);
    },
  };
}
