import { ancestorOfKind, findTracks, lanesOfKind, trackOfLane, type TrackOf } from '../trace/find-tracks';
import { cumulativeAt, growthWithin } from '../trace/cumulative-at';
import type { Lane } from '../trace/lane';
import type { Machine } from '../trace/machine';
import { phaseTimes, workRange } from '../trace/phase-times';
import type { Recording } from '../trace/recording';
import type { EventLoopOutcome, RunManifest } from '../trace/run';
import { speaksFor, speaksUntil } from '../trace/speaks-for';
import type { TimeRange } from '../trace/time-range';
import { sliceFlags, trackNames } from '../trace/track';
import { commandTasks } from './command-tasks';
import { functionTimes, threadCalls, type FunctionTimes } from './call-tree';
import { commandProcesses, jobCpuMs, type CommandProcesses } from './process-times';
import { stateTimes } from './thread-states';
import { windowMean } from '../trace/windows';
import { lagPercentiles, lagWindows } from './lag-percentiles';
import { operationNumbers, waitNumbers } from './operation-numbers';
import { RecordingIndex } from './recording-index';
import type { RunNumbers, ThreadNumbers } from './run-numbers';

const noProcesses: CommandProcesses = { processes: [], cpuMs: null };
/** Of some hundred functions most run for a sample or two. */
const mostFunctions = 50;

/**
 * The numbers of a run's work, or of any range of the run.
 *
 * Of the whole work, CPU time and event loops are what the job itself measured at its end (getrusage,
 * monitorEventLoopDelay); while it goes on, when it never ended in order, and for a range they come from the tracks:
 *
 * - CPU time: the process lanes' cumulative counters, linear between samples;
 * - cores: the mean of the samples, each weighted by how much of the window before it lies in the range;
 * - lag: how late a callback would be that is due at any moment (`lag-percentiles.ts`).
 *
 * @param range Nanos; left out: the work, from `workStart` to `workEnd` (or as far as has been seen).
 * @param index of the recording, where one is kept.
 * @returns null without a range as long as the work has not begun.
 */
export function summariseRun(
  recording: Recording,
  manifest: RunManifest,
  machine: Machine,
  range?: TimeRange,
  index = new RecordingIndex(recording),
): RunNumbers | null {
  const within = range ?? workRange(recording);
  if (within === null) return null;
  const outcome = range === undefined ? manifest.outcome : undefined;
  const wallMs = outcome?.workMs ?? (within.end - within.start) / 1e6;
  const coreNs = new Map<number, number>();
  const ofThreads = threads(recording, within, coreNs);
  const isCommand = manifest.command !== undefined;
  const { processes, cpuMs: commandCpuMs } = isCommand ? commandProcesses(recording, within) : noProcesses;
  const isUnknown = isCommand && manifest.capabilities.cpu?.quality === 'missing';
  const ofProcesses = isCommand ? commandCpuMs : jobCpuMs(recording, within);
  const cpuMs = isUnknown ? null : (outcome?.workCpuMs ?? statesCpuMs(ofThreads) ?? ofProcesses);
  const coresUsed = cpuMs !== null && wallMs > 0 ? cpuMs / wallMs : null;
  return {
    wallMs,
    startupMs: startupMs(recording, manifest),
    cpuMs,
    startupCpuMs: manifest.outcome?.startupCpuMs ?? null,
    ...recorderCost(recording, within),
    stolenMs: sumOf(ofThreads.map(({ stolenMs }) => stolenMs)),
    coresUsed,
    machineShare: coresUsed === null ? null : coresUsed / machine.logicalCores,
    cores: cores(recording, within, coreNs),
    threads: ofThreads,
    ...(processes.length === 0 ? {} : { processes }),
    // A command has nobody who measured them but its agents.
    eventLoops:
      (manifest.command === undefined ? outcome?.eventLoops : undefined) ??
      eventLoops(recording, within, manifest.command !== undefined),
    functions: longestFunctions(functionTimes(threadCalls(recording, within))),
    operations: operationNumbers(recording, within),
    waits: waitNumbers(recording, within),
    tasks: isCommand ? commandTasks(recording, within) : tasks(index, within),
  };
}

/** By time of their own, or by total time: a function that only calls others may hold most of a run. */
function longestFunctions(times: readonly FunctionTimes[]): readonly FunctionTimes[] {
  const byTotal = times.toSorted((a, b) => b.totalMs - a.totalMs);
  const longest = new Set(byTotal.slice(0, mostFunctions));
  return times.filter((one, index) => index < mostFunctions || longest.has(one));
}

function startupMs(recording: Recording, manifest: RunManifest): number | null {
  if (manifest.outcome !== undefined) return manifest.outcome.startupMs;
  const { start, workStart } = phaseTimes(recording);
  return workStart === null ? null : (workStart - (start ?? 0)) / 1e6;
}

/** Null where the scheduler was not recorded. */
function statesCpuMs(threads: readonly ThreadNumbers[]): number | null {
  const recorded = threads.filter(({ states }) => states !== null);
  return recorded.length === 0 ? null : recorded.reduce((sum, { onCpuMs }) => sum + (onCpuMs ?? 0), 0);
}

/** Of those that are known; null: none is. */
function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/** @param ranNs of the recorded threads, by core; empty where that is not known */
function cores(recording: Recording, range: TimeRange, ranNs: ReadonlyMap<number, number>): RunNumbers['cores'] {
  const length = range.end - range.start;
  return lanesOfKind(recording, 'core').flatMap((lane) => {
    const track = trackOfLane(recording, lane.id, 'counter', trackNames.coreBusy);
    const busyShare = track === null ? null : windowMean(track.columns, range);
    const targetShare = ranNs.size === 0 || length <= 0 ? null : (ranNs.get(lane.core ?? -1) ?? 0) / length;
    const isKnown = busyShare !== null || targetShare !== null;
    return isKnown && lane.core !== undefined ? [{ core: lane.core, busyShare, targetShare }] : [];
  });
}

function threads(recording: Recording, range: TimeRange, coreNs: Map<number, number>): readonly ThreadNumbers[] {
  const [machine] = lanesOfKind(recording, 'machine');
  const knowsStolen =
    machine !== undefined && trackOfLane(recording, machine.id, 'counter', trackNames.stolen) !== null;
  return lanesOfKind(recording, 'thread').map((lane) => {
    const process = ancestorOfKind(recording, lane, 'process');
    const track = trackOfLane(recording, lane.id, 'counter', trackNames.cpu);
    const growth = track === null ? null : growthWithin(track.columns, range);
    const recorded = trackOfLane(recording, lane.id, 'states', trackNames.states);
    const spans = recorded === null ? null : stateTimes(recorded.columns, range, coreNs, coarseOf(recording, recorded));
    const stolenMs =
      spans === null || !knowsStolen ? null : Math.min(spans.onCpuMs, stolenWithin(recording, lane, range));
    const states = spans === null ? null : { ...spans, onCpuMs: spans.onCpuMs - (stolenMs ?? 0) };
    return {
      process: process?.name ?? '',
      pid: lane.pid ?? process?.pid ?? null,
      tid: lane.tid ?? null,
      name: lane.name,
      onCpuMs: states?.onCpuMs ?? (growth === null ? null : growth / 1e6),
      stolenMs,
      states,
    };
  });
}

function recorderCost(recording: Recording, range: TimeRange): Pick<RunNumbers, 'recorderMs' | 'recorderShare'> {
  const [machine] = lanesOfKind(recording, 'machine');
  const track = machine === undefined ? null : trackOfLane(recording, machine.id, 'counter', trackNames.recorder);
  const growth = track === null ? null : growthWithin(track.columns, range);
  const length = range.end - range.start;
  return {
    recorderMs: growth === null ? null : growth / 1e6,
    recorderShare: growth === null || length <= 0 ? null : growth / length,
  };
}

/** ms; a thread without a track lost none. */
function stolenWithin(recording: Recording, lane: Lane, { start, end }: TimeRange): number {
  const track = trackOfLane(recording, lane.id, 'counter', trackNames.stolen);
  if (track === null || track.columns.time.length === 0) return 0;
  return (cumulativeAt(track.columns, end) - cumulativeAt(track.columns, start)) / 1e6;
}

const coarseOf = ({ coarseUntil }: Recording, { turns }: TrackOf<'states'>) =>
  turns === undefined ? undefined : { until: coarseUntil, turns };

/** @param isCommand its threads may end before it does, seen or not */
function eventLoops(recording: Recording, range: TimeRange, isCommand: boolean): readonly EventLoopOutcome[] {
  return lanesOfKind(recording, 'loop').flatMap((lane) => {
    const lag = trackOfLane(recording, lane.id, 'counter', trackNames.lag);
    const utilisation = trackOfLane(recording, lane.id, 'counter', trackNames.utilisation);
    const process = ancestorOfKind(recording, lane, 'process');
    const thread = ancestorOfKind(recording, lane, 'thread');
    const pid = lane.pid ?? thread?.pid ?? process?.pid;
    const busy = utilisation === null ? null : windowMean(utilisation.columns, range);
    if (lag === null || pid === undefined) return [];
    // Of a recorded command it is known how long its threads lived: a loop speaks for its own thread's life.
    const states = thread === null ? null : trackOfLane(recording, thread.id, 'states', trackNames.states);
    const ended = states?.columns.end.at(-1) ?? (isCommand ? (lag.columns.time.at(-1) ?? null) : null);
    if (ended === null ? !speaksFor(lag.columns, range) : !speaksUntil(lag.columns, range, ended)) return [];
    const windows = lagWindows(lag.columns, utilisation?.columns ?? null, range);
    if (windows.length === 0) return [];
    const { p50, p99, max } = lagPercentiles(windows);
    const tid = lane.tid ?? thread?.tid;
    return [
      {
        process: process?.name ?? '',
        thread: thread?.name ?? lane.name,
        pid,
        ...(tid === undefined ? {} : { tid }),
        utilisation: busy,
        lagP50Ms: p50 / 1e6,
        lagP99Ms: p99 / 1e6,
        lagMaxMs: max / 1e6,
      },
    ];
  });
}

/** Tasks that finished in the range, and how long those took from start to end. */
function tasks({ recording, inFlight }: RecordingIndex, range: TimeRange): RunNumbers['tasks'] {
  let count = 0;
  let sum = 0;
  for (const { columns } of findTracks(recording, 'slices', trackNames.tasks)) {
    const { start, end, flags } = columns;
    for (let row = 0; row < start.length && start[row]! <= range.end; row++) {
      if ((flags[row]! & sliceFlags.unfinished) !== 0 || end[row]! < range.start || end[row]! > range.end) continue;
      count++;
      sum += end[row]! - start[row]!;
    }
  }
  return {
    count,
    maxInFlight: inFlight.maxWithin(range),
    meanMs: count === 0 ? null : sum / count / 1e6,
  };
}
