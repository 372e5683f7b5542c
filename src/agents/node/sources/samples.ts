/*
 * What the thread runs, every so many µs, by V8's own CPU profiler, in process.
 *
 * A profile is told only when it stops, and starting the profiler anew costs up to tens of ms in a large program. So two
 * kinds of profile take turns, and the next starts before the last one stops:
 *
 *   Profiler.start  ├─── 250 ms ───┤              ├────
 *   console.profile              ├─── 250 ms ───┤
 *
 * What was not told yet is lost when the thread is killed. A turn also ends once the loop waits again after much work:
 * programs are most often killed while they wait.
 */
import type { Profiler } from 'node:inspector';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { agentFrameKinds } from '../../../core/protocol/agent';
import type { Clock } from '../clock';
import type { Teller } from '../teller';

/** A turn costs 3 to 7 ms in a program of thousands of functions. */
const turnNs = 250e6;
/** V8 samples a waiting loop as well, and buffers the samples until they are emitted. */
const idleTurnNs = 2e9;
/** The loop waits again after so much work: enough for a turn of its own. */
const workMs = 50;

export interface Samples {
  tick(now: number): void;
  end(): void;
}

export function takeSamples(teller: Teller, clock: Clock, intervalUs: number): Samples {
  // Not every Node is built with it.
  const inspector = createRequire(__filename)('node:inspector') as typeof import('node:inspector');
  const session = new inspector.Session();
  const nodes = createStackTable(teller);
  const usage = performance.eventLoopUtilization.bind(performance);
  let lastUsage = usage();
  let startedAt = clock.now();
  let told = 0;
  let running = false;
  let turn = 0;
  let over = false;

  /** Times of a profile are µs on the clock of V8, which is CLOCK_MONOTONIC as well: they need no aligning. */
  const tell = (profile: Profiler.Profile): void => {
    const known = nodes(profile.nodes, clock.now());
    let at = profile.startTime;
    profile.samples?.forEach((node, index) => {
      at += profile.timeDeltas?.[index] ?? 0;
      if (at <= told) return;
      told = at;
      const time = clock.fromMonotonicUs(at);
      teller.row(agentFrameKinds.sample, time, time, known.get(node) ?? 0);
    });
  };
  const post = (method: string): void => session.post(method);
  const begin = (which: number): void => {
    if (which % 2 === 0) post('Profiler.start');
    else inspector.console.profile(title);
  };
  const stop = (which: number): void => {
    if (which % 2 === 1) return inspector.console.profileEnd(title);
    session.post('Profiler.stop', (error, result) => {
      if (error === null) tell(result.profile);
    });
  };
  session.connect();
  session.on('Profiler.consoleProfileFinished', ({ params }) => {
    if (params.title === title) tell(params.profile);
  });
  post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: intervalUs });
  begin(turn);
  running = true;

  const isDue = (now: number): boolean => {
    const length = now - startedAt;
    if (length < turnNs && length < workMs * 1e6) return false;
    // Before its first turn Node takes no account of a loop: all that it did not wait, it worked.
    const workedMs = length / 1e6 - usage(lastUsage).idle;
    return length >= idleTurnNs || workedMs >= (length >= turnNs ? 1 : workMs);
  };
  const end = (): void => {
    if (!running) return;
    running = false;
    stop(turn);
  };
  return {
    tick(now) {
      if (over) return;
      if (!teller.tells) {
        over = true;
        end();
        return session.disconnect();
      }
      if (!isDue(now)) return;
      startedAt = now;
      lastUsage = usage();
      begin(turn + 1);
      stop(turn);
      turn++;
    },
    end,
  };
}

const title = 'juggler';

/** Each distinct frame of a stack is told once a thread, with its parent. @returns for a profile: its node → ours. */
function createStackTable(
  teller: Teller,
): (nodes: readonly Profiler.ProfileNode[], now: number) => Map<number, number> {
  const table = new Map<string, number>();
  return (nodes, now) => {
    const parents = new Map<number, number>();
    for (const { id, children } of nodes) for (const child of children ?? []) parents.set(child, id);
    const known = new Map<number, number>();
    // V8 lists parents before their children.
    for (const { id, callFrame } of nodes) {
      const { functionName, url, lineNumber } = callFrame;
      if (idle.has(functionName)) {
        known.set(id, 0);
        continue;
      }
      const parent = known.get(parents.get(id) ?? 0) ?? 0;
      const key = `${parent} ${functionName} ${url} ${lineNumber}`;
      let node = table.get(key);
      if (node === undefined) {
        node = table.size + 1;
        table.set(key, node);
        const names = [teller.string(functionName || '(anonymous)'), teller.string(url)] as const;
        teller.row(agentFrameKinds.stackNode, now, node, parent, names[0], names[1], lineNumber + 1);
      }
      known.set(id, node);
    }
    return known;
  };
}

/** What V8 puts in the place of a function while none runs, and above all others. */
const idle = new Set(['(root)', '(idle)', '(program)']);
