/* Writes a comparison with one recorded command of many threads, through the library's own writer, as a recorder would. */
import type { RecordingChunk } from '../../../src/core/trace/chunk';
import type { ComparisonManifest } from '../../../src/core/trace/comparison';
import { noCore, phaseNames, threadStates, trackNames, type StatesColumns } from '../../../src/core/trace/track';
import { openLibrary } from '../../../src/recorder/store/open-library';
import { syntheticMachine, syntheticRun } from './documents';

const threads = 1000;
const cores = 64;
/** Of one interval on average, ns. */
const intervalNs = 200e3;
/** Of each thread in one chunk. */
const rowsAtOnce = 50;
const waits = ['io', 'lock', 'poll', 'sleep', 'runnable'].map((state) => threadStates.indexOf(state as 'io'));

/** @returns how many intervals it has: `intervals`, and up to a chunk more. */
export async function makeLargeStates(folder: string, id: string, name: string, intervals: number): Promise<number> {
  const library = await openLibrary(folder);
  const run = {
    ...syntheticRun(1, 'recording'),
    mode: 'run 1' as const,
    command: { name, line: name, folder: '/', exitCode: 0, signal: null },
    capabilities: { scheduler: { quality: 'exact' } } as const,
  };
  const manifest: ComparisonManifest = {
    schema: 'juggler.comparison-file/1',
    id,
    name,
    createdAt: '2026-01-01T00:00:00.000Z',
    version: '0.0.0',
    machine: syntheticMachine(cores),
    spec: {
      workload: { kind: 'command', id: name, title: name, items: null, seed: 0, parameters: {} },
      modes: [],
      workers: 1,
      inFlight: 1,
      repeats: 1,
      timeLimitMs: null,
    },
    runs: [],
    notes: '',
    view: null,
  };
  await library.create(manifest);
  const writer = await library.beginRun(id, run);
  const many = Math.min(threads, Math.ceil(intervals / rowsAtOnce));
  writer.append(firstChunk(many));
  let written = 0;
  let at = 0;
  for (let seed = 1; written < intervals; seed++) {
    const chunk = chunkOf(many, at, seed);
    writer.append(chunk);
    written += many * rowsAtOnce;
    at = chunk.seenUntil;
    // Lets the streams write.
    await writer.writeManifest(run);
  }
  writer.append({
    lanes: [],
    tracks: [],
    strings: [phaseNames.end],
    rows: [{ track: 0, kind: 'marks', columns: { time: Float64Array.of(at), name: Uint32Array.of(2) } }],
    open: [],
    seenUntil: at,
  });
  await writer.close({ ...run, status: 'done' });
  await library.finish(id);
  return written;
}

function firstChunk(many: number): RecordingChunk {
  const ids = Array.from({ length: many }, (_, index) => index);
  return {
    lanes: [
      { id: 0, kind: 'machine', name: 'machine', parent: null },
      { id: 1, kind: 'process', name: 'server', parent: null, pid: 100 },
      ...ids.map((index) => ({
        id: 2 + index,
        kind: 'thread' as const,
        name: index === 0 ? 'main' : `worker ${index}`,
        parent: 1,
        pid: 100,
        tid: 100 + index,
      })),
    ],
    tracks: [
      { id: 0, lane: 0, kind: 'marks', name: trackNames.phases },
      ...ids.map((index) => ({ id: 1 + index, lane: 2 + index, kind: 'states' as const, name: trackNames.states })),
    ],
    strings: [phaseNames.start, phaseNames.ready],
    rows: [{ track: 0, kind: 'marks', columns: { time: Float64Array.of(0, 0), name: Uint32Array.of(0, 1) } }],
    open: [],
    seenUntil: 0,
  };
}

/** Each thread runs, waits, runs: lengths vary, so that no two lanes look alike. */
function chunkOf(many: number, from: number, seed: number): RecordingChunk {
  const until = from + rowsAtOnce * intervalNs;
  return {
    lanes: [],
    tracks: [],
    strings: [],
    rows: Array.from({ length: many }, (_, thread) => ({
      track: 1 + thread,
      kind: 'states' as const,
      columns: statesOf(from, until, seed * many + thread),
    })),
    open: [],
    seenUntil: until,
  };
}

const isRunning = (row: number): boolean => row % 2 === 0;

function statesOf(from: number, until: number, seed: number): StatesColumns {
  const lengths = Float64Array.from({ length: rowsAtOnce }, (_, row) => 1 + ((seed * 7919 + row * 104_729) % 97));
  const all = lengths.reduce((sum, length) => sum + length, 0);
  const end = new Float64Array(rowsAtOnce);
  let at = from;
  for (let row = 0; row < rowsAtOnce; row++) end[row] = at += (lengths[row]! / all) * (until - from);
  const start = Float64Array.from(end, (_, row) => (row === 0 ? from : end[row - 1]!));
  return {
    start,
    end,
    state: Uint8Array.from(end, (_, row) => (isRunning(row) ? 0 : waits[(seed + row) % waits.length]!)),
    core: Uint16Array.from(end, (_, row) => (isRunning(row) ? (seed + row) % cores : noCore)),
    flags: new Uint8Array(rowsAtOnce),
  };
}
