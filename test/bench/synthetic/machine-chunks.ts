/* Lanes and rows of a machine that isn't there: cores that are busy in waves, workers that run task after task. */
import type { RecordingChunk, TrackRows } from '../../../src/core/trace/chunk';
import type { Lane } from '../../../src/core/trace/lane';
import type { TrackInfo } from '../../../src/core/trace/track';

export interface SyntheticMachine {
  readonly cores: number;
  readonly workers: number;
  /** Length of a task, in Nanos; each is followed by a gap of a tenth of it. */
  readonly taskNs: number;
}

/** Lane and track ids: machine 0; cores 1…; process; then the workers. A lane's one track has the lane's id. */
const coreLane = (core: number): number => 1 + core;
const processLane = ({ cores }: SyntheticMachine): number => 1 + cores;
const workerLane = (machine: SyntheticMachine, worker: number): number => processLane(machine) + 1 + worker;

/** The chunk that names all lanes and tracks, and the start of the work. */
export function firstChunk(machine: SyntheticMachine): RecordingChunk {
  const cores = Array.from({ length: machine.cores }, (_, core) => core);
  const workers = Array.from({ length: machine.workers }, (_, worker) => worker);
  const lanes: Lane[] = [
    { id: 0, kind: 'machine', name: 'machine', parent: null },
    ...cores.map((core): Lane => ({ id: coreLane(core), kind: 'core', name: `core ${core}`, parent: 0, core })),
    { id: processLane(machine), kind: 'process', name: 'job', parent: 0, pid: 1000 },
    ...workers.map((worker): Lane => ({
      id: workerLane(machine, worker),
      kind: 'thread',
      name: `worker ${worker + 1}`,
      parent: processLane(machine),
      pid: 1000,
      tid: 1001 + worker,
      worker,
    })),
  ];
  const tracks: TrackInfo[] = [
    { id: 0, lane: 0, kind: 'marks', name: 'phases' },
    ...cores.map((core): TrackInfo => ({
      id: coreLane(core),
      lane: coreLane(core),
      kind: 'counter',
      name: 'busy',
      unit: 'share',
    })),
    ...workers.map((worker): TrackInfo => {
      const lane = workerLane(machine, worker);
      return { id: lane, lane, kind: 'slices', name: 'tasks' };
    }),
  ];
  const marks = { time: Float64Array.of(0, 0), name: Uint32Array.of(0, 1) };
  return {
    lanes,
    tracks,
    strings: ['start', 'workStart', 'workEnd'],
    rows: [{ track: 0, kind: 'marks', columns: marks }],
    open: [],
    seenUntil: 0,
  };
}

/** Everything that happened in [from, to): one sample of each core, and the tasks that ended. */
export function chunkOf(machine: SyntheticMachine, from: number, to: number): RecordingChunk {
  const rows: TrackRows[] = [];
  for (let core = 0; core < machine.cores; core++) {
    const busy = 0.5 + 0.5 * Math.sin(to / 4e8 + core / 5);
    const columns = { time: Float64Array.of(to), value: Float64Array.of(busy) };
    rows.push({ track: coreLane(core), kind: 'counter', columns });
  }
  for (let worker = 0; worker < machine.workers; worker++) {
    const columns = tasksOf(machine, worker, from, to);
    if (columns.start.length > 0) rows.push({ track: workerLane(machine, worker), kind: 'slices', columns });
  }
  return { lanes: [], tracks: [], strings: [], rows, open: [], seenUntil: to };
}

export const lastChunk = (at: number): RecordingChunk => ({
  lanes: [],
  tracks: [],
  strings: [],
  rows: [{ track: 0, kind: 'marks', columns: { time: Float64Array.of(at), name: Uint32Array.of(2) } }],
  open: [],
  seenUntil: at,
});

/** The worker's tasks whose end lies in [from, to); workers are a fraction of a task apart. */
function tasksOf({ taskNs, workers }: SyntheticMachine, worker: number, from: number, to: number) {
  const period = taskNs * 1.1;
  const offset = (period * worker) / workers;
  const first = Math.max(0, Math.ceil((from - offset - taskNs) / period));
  const next = Math.max(first, Math.ceil((to - offset - taskNs) / period));
  const count = next - first;
  const start = new Float64Array(count);
  const end = new Float64Array(count);
  const id = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    const task = first + row;
    start[row] = offset + task * period;
    end[row] = start[row]! + taskNs * (0.4 + 0.6 * (((task * 7919 + worker * 104729) % 1000) / 1000));
    id[row] = task * workers + worker;
  }
  return {
    start,
    end,
    runEnd: end.slice(),
    id,
    slot: new Uint16Array(count),
    head: new Float32Array(count).fill(0.97),
    tail: new Float32Array(count).fill(1),
    flags: new Uint8Array(count),
  };
}
