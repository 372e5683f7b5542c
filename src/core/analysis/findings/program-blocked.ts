import { countOf } from '../../base/format-count';
import { formatDuration } from '../../base/format-duration';
import { joinWords } from '../../base/join-words';
import { findTracks } from '../../trace/find-tracks';
import type { Recording } from '../../trace/recording';
import { isCommandMode } from '../../trace/run';
import { trackNames } from '../../trace/track';
import { blockingFunction, type BlockingFunction } from '../blocking-function';
import { defineFinding, type Finding, type FinishedRun } from './finding';
import {
  doingOf,
  feltMs,
  isMainLoop,
  isNodeWorker,
  nameOfLoop,
  programStops,
  type Doing,
  type LoopStop,
} from './loop-stops';
import { waitedFor } from './waited-for';

/** Of the longest block: another kind of block is told from here on. */
const minOfLongest = 0.2;
/** Of a block: what its thread did for less is left out of the account. */
const minPart = 0.05;
/** How agents name it; behind a colon what blocked, where they know. */
const unnamed = 'event loop blocked';

export const programBlocked = defineFinding({
  id: 'program-blocked',
  about:
    'An event loop of a recorded program did not turn for more than 50 ms, in which its thread computed or waited ' +
    '(wanting a core is left out).',
  find: ({ runs }) =>
    [...runs.values()].flatMap((run) => {
      if (!isCommandMode(run.result.mode)) return [];
      const stops = programStops(run).filter(({ ownMs }) => ownMs >= feltMs);
      return told(run.recording, stops).map((stop) => {
        const count = stops.filter((other) => other.lane === stop.lane).length;
        return findingOf(run, stop, count);
      });
    }),
});

/** The longest of all; of main threads, and of the other kind, if they are others. */
function told(recording: Recording, stops: readonly LoopStop[]): readonly LoopStop[] {
  const byLength = stops.toSorted((a, b) => b.ownMs - a.ownMs);
  const [longest] = byLength;
  if (longest === undefined) return [];
  const ofMain = byLength.find(({ lane }) => isMainLoop(recording, lane));
  const waits = doingOf(longest) === 'waiting';
  const other = byLength.find((stop) => (doingOf(stop) === 'waiting') !== waits);
  const isLong = other !== undefined && other.ownMs >= minOfLongest * longest.ownMs;
  return [...new Set([longest, ...(ofMain === undefined ? [] : [ofMain]), ...(isLong ? [other] : [])])];
}

function findingOf({ recording, result }: FinishedRun, stop: LoopStop, count: number): Omit<Finding, 'id'> {
  const { range, lane, name, lengthMs, ownMs } = stop;
  const step = name.startsWith(`${unnamed}: `) ? name.slice(unnamed.length + 2) : null;
  const ran = blockingFunction(recording, lane, range);
  const by = ran === null ? step : `${ran.name}()`;
  const doing = doingOf(stop);
  const waiting = doing === 'waiting' ? `, waiting ${waitedFor(recording, stop)}` : '';
  const wanting = lengthMs - ownMs > ownMs ? `, ${formatDuration(lengthMs - ownMs)} of it without a core` : '';
  const often = count > 1 ? `It was blocked for more than ${feltMs} ms ${countOf(count, 'time')}.` : '';
  const isWorker = isNodeWorker(recording, lane);
  const sentences = [
    'Nothing else on it could go on meanwhile.',
    accountOf(recording, stop),
    ran === null ? '' : whereabouts(ran, step),
    often,
    by === null && doing !== 'waiting' ? whoRan(recording, result.drawn.command?.samplesUs) : '',
    adviceFor(doing, stop, isWorker),
  ];
  return {
    title: `The event loop was blocked for ${formatDuration(lengthMs)}${by === null ? '' : ` by ${by}`}${waiting}${wanting} (${nameOfLoop(recording, lane)})`,
    detail: sentences.filter((sentence) => sentence !== '').join(' '),
    weight: isWorker ? 'fact' : 'hint',
    evidence: { run: result.drawn.id, mode: result.mode, range, lane },
  };
}

/** Where the thread's time went, as soon as that is more than one thing. */
function accountOf(recording: Recording, stop: LoopStop): string {
  const { times, lengthMs } = stop;
  if (times === null) return 'Whether its thread computed or waited was not recorded.';
  const parts = [
    { ms: times.computedMs, what: 'computed for' },
    { ms: times.waitedMs, what: `waited ${waitedFor(recording, stop)} for` },
    { ms: times.wantedMs, what: 'wanted a core, and had none, for' },
  ].filter(({ ms }) => ms >= minPart * lengthMs);
  if (parts.length < 2) return '';
  return `Its thread ${joinWords(parts.map(({ ms, what }) => `${what} ${formatDuration(ms)}`))}.`;
}

/** @param step the task or callback, where the agent names it */
function whereabouts({ name, place, within }: BlockingFunction, step: string | null): string {
  const where = place === '' ? '' : `${name}() begins at ${place}.`;
  const called = within === null ? '' : `Most of the time it was in ${within}().`;
  const stepped = step === null || step === name ? '' : `It was a step of ${step}.`;
  return [where, called, stepped].filter((sentence) => sentence !== '').join(' ');
}

/** Nothing is advised that was done: with samples it is said why they name no function. */
function whoRan(recording: Recording, samplesUs: number | undefined): string {
  const wereTaken = samplesUs !== undefined || findTracks(recording, 'slices', trackNames.stack).length > 0;
  if (!wereTaken) return 'Record it with CPU samples to see which function ran.';
  return 'The CPU samples name no function that took more than half of it.';
}

const byDesign = 'A worker that is there for it may do that: only messages to it wait.';

function adviceFor(doing: Doing, { times }: LoopStop, isWorker: boolean): string {
  if (doing === 'waiting') {
    if (isWorker) return byDesign;
    if (times?.reason === 'gil') return 'Other threads of the process computed: let processes do that.';
    return 'Await an asynchronous call instead, or make the blocking one in a thread (asyncio.to_thread, a worker).';
  }
  if (isWorker) return byDesign;
  if (times === null) return 'Hand it to a thread or a process.';
  return 'Do such work in pieces, or hand it to a thread or a process.';
}
