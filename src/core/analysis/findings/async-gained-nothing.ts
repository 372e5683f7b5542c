import { formatCoresUsed } from '../../base/format-cores';
import { formatDuration } from '../../base/format-duration';
import { formatShare } from '../../base/format-share';
import { besideMode, isLoopMode } from '../../trace/interpreter-modes';
import type { Mode } from '../../trace/run';
import { loopUse, type LoopUse } from '../loop-use';
import { blockTimes } from '../thread-times';
import { blockingWords } from '../verdict/async-sentence';
import { capitalised } from '../verdict/sentence';
import { busiestLoop } from './busiest-loop';
import { defineFinding, type Finding, type FinishedRun } from './finding';
import { gain } from './gain';
import { waitReasons } from './waited-for';

export const asyncGainedNothing = defineFinding({
  id: 'async-gained-nothing',
  about:
    'Async is no more than 10 % faster than serial, and its event loop was busy all the time: it computed, it waited in ' +
    'blocking calls, or it wanted a core and had none.',
  find: ({ runs, workload }) =>
    [...runs].flatMap(([mode, run]) =>
      isLoopMode(mode)
        ? gainedNothing(mode, run, runs.get(besideMode(mode, 'serial')), workload.python !== undefined)
        : [],
    ),
});

type Loop = NonNullable<ReturnType<typeof busiestLoop>>;

function gainedNothing(
  mode: Mode,
  async: FinishedRun,
  serial: FinishedRun | undefined,
  isPython: boolean,
): Omit<Finding, 'id'>[] {
  if (serial === undefined || gain(serial, async) > 1.1) return [];
  const loop = busiestLoop(async);
  const use = loop === null ? null : useOf(async, loop);
  if (loop === null || use === null) return [];
  const [why, detail] = wordsOf(use, async, loop, isPython);
  return [
    {
      title: `${capitalised(mode)} gained nothing: ${why}`,
      detail,
      weight: 'fact',
      evidence: { run: async.result.drawn.id, mode, range: async.work, lane: loop.lane },
    },
  ];
}

/** What the loop of a run in one event loop did; null where it was idle for a part of the time, or it can't be told. */
export function useOf({ numbers }: FinishedRun, loop: Loop): LoopUse | null {
  return loopUse(loop, { workMs: numbers.wallMs, workCpuMs: numbers.cpuMs });
}

function wordsOf(use: LoopUse, run: FinishedRun, loop: Loop, isPython: boolean): [why: string, detail: string] {
  const seen =
    loop.utilisation === null
      ? `Its thread had ${formatCoresUsed(run.numbers.coresUsed ?? 0)} all along`
      : `The loop was busy ${formatShare(loop.utilisation, 1)} of the time`;
  const onCore = loop.cpuMs === undefined ? '' : `, ${formatDuration(loop.cpuMs)} of it on a core`;
  if (use.kind === 'wanting') {
    const wanted = formatDuration(loop.runnableMs ?? 0);
    return [
      'its thread had no core',
      `${seen}${onCore}; for ${wanted} its thread wanted a core and had none. Close other programs and run again.`,
    ];
  }
  if (use.kind === 'waiting') {
    return [
      'it waits in blocking calls',
      `${seen}${onCore}: ${blockingWords(loop.runs, isPython)}${reasonOf(run, loop)}`,
    ];
  }
  const remedy = `Computing needs ${isPython ? 'processes, or native code that releases the GIL' : 'threads or processes'}.`;
  return use.always
    ? ['the work never waited', `${seen}${onCore}; nothing was waited for. ${remedy}`]
    : ['the work mostly computes', `${seen}${onCore}. ${remedy}`];
}

/** From the states of the loop's own thread, where they were recorded. */
function reasonOf({ recording, work }: FinishedRun, loop: Loop): string {
  const times = loop.lane === null ? null : blockTimes(recording, loop.lane, work);
  if (times === null || times.reason === null || times.reasonMs < times.waitedMs / 2) return '';
  return ` It waited ${waitReasons[times.reason]} for ${formatDuration(times.reasonMs)}.`;
}
