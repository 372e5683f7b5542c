import { PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';
import { agentFrameKinds, measureSources } from '../../../core/protocol/agent';
import { createBudget } from '../budget';
import { replace } from '../replace';
import { defineSource, type SourceParts } from './source';

const mostPerSecond = 20_000;
/** Labels of `console.time` that never end. */
const mostOpenLabels = 10_000;

/** The program's own `performance.mark`, `performance.measure` and `console.time`. */
export const userTiming = (atEnd: (callback: () => void) => void) =>
  defineSource({
    name: 'user timing',
    watch(parts) {
      const budget = createBudget(parts.teller, 'marks', mostPerSecond);
      const take = (now: number): boolean => budget.take(now);
      watchPerformance(parts, take, atEnd);
      watchConsole(parts, take);
      atEnd(() => budget.settle(parts.clock.now()));
    },
  });

type Take = (now: number) => boolean;

function watchPerformance({ teller, clock }: SourceParts, take: Take, atEnd: (callback: () => void) => void): void {
  const tell = ({ entryType, name, startTime, duration }: PerformanceEntry): void => {
    const start = clock.fromMs(startTime);
    const end = start + duration * 1e6;
    // A program may give its entries any time, so flush and budget go by the current one.
    const now = clock.now();
    if (!teller.tells || !take(now)) return;
    const text = teller.string(name);
    if (entryType === 'mark') teller.row(agentFrameKinds.mark, now, start, text);
    else teller.row(agentFrameKinds.measure, now, start, end, text, measureSources.indexOf('performance'));
  };
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(tell));
  observer.observe({ entryTypes: ['mark', 'measure'] });
  atEnd(() => (observer.takeRecords() as readonly PerformanceEntry[]).forEach(tell));
}

function watchConsole({ teller, clock }: SourceParts, take: Take): void {
  const open = new Map<string, number>();
  const begin = (label: string): void => {
    // Said twice, the first counts: Node warns.
    if (teller.tells && !open.has(label) && open.size < mostOpenLabels) open.set(label, clock.now());
  };
  const end = (label: string): void => {
    const start = open.get(label);
    if (start === undefined) return;
    open.delete(label);
    const now = clock.now();
    if (!take(now)) return;
    teller.row(agentFrameKinds.measure, now, start, now, teller.string(label), measureSources.indexOf('console'));
  };
  wrapConsole('time', begin);
  wrapConsole('timeEnd', end);
}

/** Labels that are neither text nor numbers are left to Node. */
function wrapConsole(name: 'time' | 'timeEnd', note: (label: string) => void): void {
  replace(console, name, (original) => ({
    call(this: unknown, ...args: unknown[]) {
      const [label = 'default'] = args;
      try {
        if (typeof label === 'string' || typeof label === 'number') note(String(label));
      } catch {
        // Nothing of the agent's may reach the program.
      }
      return Reflect.apply(original, this, args);
    },
  }));
}
