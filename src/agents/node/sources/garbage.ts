import { PerformanceObserver, constants, type NodeGCPerformanceDetail, type PerformanceEntry } from 'node:perf_hooks';
import { agentFrameKinds, garbageKinds, type GarbageKind } from '../../../core/protocol/agent';
import { defineSource } from './source';

const kinds = new Map<number, GarbageKind>([
  [constants.NODE_PERFORMANCE_GC_MINOR, 'scavenge'],
  [2, 'minor'],
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weak callbacks'],
]);

/** Garbage collection, as Node tells it at the next turn of the loop. */
export const garbage = defineSource({
  name: 'garbage',
  watch({ teller, clock }) {
    const tell = (entry: PerformanceEntry): void => {
      const detail = Reflect.get(entry, 'detail') as NodeGCPerformanceDetail | undefined;
      const kind = kinds.get(detail?.kind ?? 0) ?? 'unknown';
      const start = clock.fromMs(entry.startTime);
      const end = start + entry.duration * 1e6;
      teller.row(agentFrameKinds.garbage, clock.now(), start, end, garbageKinds.indexOf(kind));
    };
    new PerformanceObserver((list) => {
      if (teller.tells) list.getEntries().forEach(tell);
    }).observe({ entryTypes: ['gc'] });
  },
});
