import { formatCoresUsed } from '../../base/format-cores';
import { defineFinding } from './finding';

/** One JavaScript thread uses one core at most; beyond that it is native threads (and a little garbage collection). */
const moreThanOne = 1.3;
const poolSize = 4;

export const nativePool = defineFinding({
  id: 'native-pool',
  about: 'Async used clearly more than one core: native threads did the work, as those of libuv’s pool of 4.',
  find: ({ machine, runs }) => {
    const async = runs.get('async');
    const coresUsed = async?.numbers.coresUsed ?? null;
    if (async === undefined || coresUsed === null || coresUsed < moreThanOne) return [];
    const limited = machine.logicalCores > poolSize && coresUsed > poolSize * 0.8 && coresUsed < poolSize * 1.15;
    const advice = limited
      ? ` That is the size of libuv's pool: UV_THREADPOOL_SIZE=${machine.logicalCores} would use the other cores too.`
      : ' libuv lends its pool (4 threads, unless UV_THREADPOOL_SIZE says otherwise) to such calls.';
    return [
      {
        title: `Async used ${formatCoresUsed(coresUsed)} without a worker`,
        detail: `One JavaScript thread can use one core: the rest was computed by native threads.${advice}`,
        weight: 'fact',
        evidence: { run: async.result.drawn.id, mode: 'async', range: async.work, lane: null },
      },
    ];
  },
});
