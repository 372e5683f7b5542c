/*
 * Recordings as text art, one line a track, one character 10 ms:
 *
 *     phases               |s.w.......e|     s start, w workStart, e workEnd
 *     recorder             |11111111111|     CPU time of the recorder, in tenths of each 10 ms
 *     core 0 busy          |00999999999|     busy share of each 10 ms in tenths, # is all of it
 *     host cpu             |..#########|     cumulative CPU time; on a process
 *     host/worker 1 tasks  |..AAABBCC..|     one task a letter; on a thread
 *     host/worker 1 head   |..####55##.|     share on a core of the tasks that begin there (default: not measured)
 *     host/worker 1 run    |..#==##=...|     # call of run, = awaited (default: all is the call)
 *     host/main lag        |10900000000|     worst delay of the event loop, in 10 ms
 *     host/main loop       |99999999999|     utilisation in tenths
 *     host/main jobs       |..AAABB...|      one job of a pool a letter; on the thread that does it
 *     host/main states     |##..==iilg|      # running, = runnable, . other, io, lock, gil, z sleep, poll, child, ? unknown
 *     host/main stolen     |  5       |     of the time on a core, taken by the hypervisor, in tenths of each 10 ms
 *
 * Another line of tasks on the same thread is the next slot. A blank is nothing: no sample, no task.
 */
import type { Lane, LaneKind } from '../src/core/trace/lane';
import type { OpenSlices } from '../src/core/trace/chunk';
import { recordingFromChunks } from '../src/core/trace/recording-builder';
import type { Recording } from '../src/core/trace/recording';
import { noCore, threadStates, type ColumnsOf, type TrackInfo, type TrackKind } from '../src/core/trace/track';
import type { TrackRows } from '../src/core/trace/chunk';

/** Nanos a character. */
export const step = 10e6;

interface Task {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly slot: number;
}

export function recordingFromText(text: string): Recording {
  const lines = text
    .split('\n')
    .map((line) => /^\s*(?<name>[^|]+?)\s*\|(?<art>.*)\|\s*$/.exec(line)?.groups)
    .filter((groups) => groups !== undefined)
    .map((groups) => ({ name: groups['name']!, art: groups['art']! }));
  const writer = new Writer();
  for (const { name, art } of lines) writer.line(name, art);
  return writer.finish(Math.max(0, ...lines.map(({ art }) => art.length)) * step);
}

const blockedName = (letter: string): string =>
  letter === 'b' ? 'event loop blocked' : `event loop blocked: ${letter}()`;

class Writer {
  readonly #lanes: Lane[] = [];
  readonly #tracks: TrackInfo[] = [];
  readonly #rows: TrackRows[] = [];
  readonly #strings: string[] = [];
  readonly #tasks = new Map<number, Task[]>();
  readonly #heads = new Map<number, string>();
  readonly #runs = new Map<number, string>();
  readonly #open: OpenSlices[] = [];
  #taskIds = 0;

  line(name: string, art: string): void {
    if (name === 'phases') return this.#phases(art);
    if (name === 'recorder') {
      return this.#counter(this.#child(null, 'machine', 'machine'), 'recorder', 'cumulativeNanos', art, step);
    }
    const space = name.lastIndexOf(' ');
    const what = name.slice(space + 1);
    const lane = this.#lane(name.slice(0, space));
    if (what === 'tasks') return this.#addTasks(lane, art);
    if (what === 'head') return void this.#heads.set(lane, art);
    if (what === 'run') return void this.#runs.set(lane, art);
    if (what === 'states') return this.#states(lane, art);
    if (what === 'busy') return this.#counter(lane, 'busy', 'share', art, 1);
    if (what === 'cpu') return this.#counter(lane, 'cpu', 'cumulativeNanos', art, step);
    if (what === 'jobs') return this.#named(lane, 'operations', art, (letter) => `${letter}()`);
    if (what === 'stolen') return this.#stolen(lane, art);
    const loop = this.#child(lane, 'loop', 'event loop');
    if (what === 'lag') return this.#counter(loop, 'lag', 'nanos', art, 10 * step);
    if (what === 'loop') return this.#counter(loop, 'utilisation', 'share', art, 1);
    if (what === 'blocked') return this.#named(loop, 'blocked', art, blockedName);
    throw new Error(`no such kind of line: ${name}`);
  }

  finish(seenUntil: number): Recording {
    for (const [lane, tasks] of this.#tasks) this.#slices(lane, tasks);
    const chunk = { lanes: this.#lanes, tracks: this.#tracks, strings: this.#strings, rows: this.#rows };
    return recordingFromChunks([{ ...chunk, open: this.#open, seenUntil }]);
  }

  #lane(path: string): number {
    const core = /^core (\d+)$/.exec(path);
    if (core) return this.#child(null, 'core', path, { core: Number(core[1]) });
    const [process, thread] = path.split('/');
    const pid = 100 + this.#lanes.filter((lane) => lane.kind === 'process').length;
    const parent = this.#child(null, 'process', process!, { pid });
    return thread === undefined ? parent : this.#child(parent, 'thread', thread);
  }

  #child(parent: number | null, kind: LaneKind, name: string, more: { pid?: number; core?: number } = {}): number {
    const known = this.#lanes.find((lane) => lane.parent === parent && lane.kind === kind && lane.name === name);
    if (known) return known.id;
    const id = this.#lanes.length;
    this.#lanes.push({ id, kind, name, parent, ...more });
    return id;
  }

  #track<K extends TrackKind>(lane: number, kind: K, name: string, columns: ColumnsOf[K], unit?: TrackInfo['unit']) {
    const id = this.#tracks.length;
    this.#tracks.push({ id, lane, kind, name, ...(unit === undefined ? {} : { unit }) });
    this.#rows.push({ track: id, kind, columns } as TrackRows);
    return id;
  }

  #phases(art: string): void {
    const names: Record<string, string> = { s: 'start', w: 'workStart', e: 'workEnd' };
    const marks = art.split('').flatMap((letter, at) => {
      const name = names[letter];
      return name === undefined ? [] : [{ time: at * step, name: this.#strings.push(name) - 1 }];
    });
    this.#track(this.#child(null, 'machine', 'machine'), 'marks', 'phases', {
      time: Float64Array.from(marks, (mark) => mark.time),
      name: Uint32Array.from(marks, (mark) => mark.name),
    });
  }

  /** The machine has one, too: it is known of all threads. */
  #stolen(lane: number, art: string): void {
    this.#counter(lane, 'stolen', 'cumulativeNanos', art, step);
    const machine = this.#child(null, 'machine', 'machine');
    if (!this.#tracks.some((track) => track.lane === machine && track.name === 'stolen'))
      this.#counter(machine, 'stolen', 'cumulativeNanos', art, step);
  }

  /** Each character is a window; its sample stands at the window's end. Cumulative counters begin with 0. */
  #counter(lane: number, name: string, unit: TrackInfo['unit'], art: string, scale: number): void {
    const time: number[] = [];
    const value: number[] = [];
    const cumulative = unit === 'cumulativeNanos';
    let sum = 0;
    for (const [at, letter] of art.split('').entries()) {
      if (letter === ' ') continue;
      if (cumulative && time.length === 0) {
        time.push(at * step);
        value.push(0);
      }
      const share = shareOf(letter) * scale;
      sum += share;
      time.push((at + 1) * step);
      value.push(cumulative ? sum : share);
    }
    this.#track(lane, 'counter', name, { time: Float64Array.from(time), value: Float64Array.from(value) }, unit);
  }

  /** `b`: nobody knows by what; capital letters are names of functions. */
  #named(lane: number, track: string, art: string, nameOf: (letter: string) => string): void {
    const rows = [...art.matchAll(/([bA-Z])\1*/g)].map((found) => {
      const name = nameOf(found[0][0]!);
      const end = (found.index + found[0].length) * step;
      return { start: found.index * step, end, name: this.#strings.push(name) - 1 };
    });
    const end = Float64Array.from(rows, (row) => row.end);
    this.#track(lane, 'slices', track, {
      start: Float64Array.from(rows, (row) => row.start),
      end,
      runEnd: end,
      id: Uint32Array.from(rows, ({ name }) => name),
      slot: new Uint16Array(rows.length),
      head: new Float32Array(rows.length).fill(Number.NaN),
      tail: new Float32Array(rows.length).fill(Number.NaN),
      flags: new Uint8Array(rows.length),
    });
  }

  #states(lane: number, art: string): void {
    const names: Record<string, string> = {
      '#': 'running',
      '=': 'runnable',
      '.': 'other',
      '?': 'unknown',
      i: 'io',
      l: 'lock',
      g: 'gil',
      z: 'sleep',
      p: 'poll',
      c: 'child',
    };
    const rows = [...art.matchAll(/([#=.?ilgzpc])\1*/g)].map((run) => ({
      start: run.index * step,
      end: (run.index + run[0].length) * step,
      state: threadStates.indexOf(names[run[0][0]!] as (typeof threadStates)[number]),
    }));
    this.#track(lane, 'states', 'states', {
      start: Float64Array.from(rows, (row) => row.start),
      end: Float64Array.from(rows, (row) => row.end),
      state: Uint8Array.from(rows, (row) => row.state),
      core: new Uint16Array(rows.length).fill(noCore),
      flags: new Uint8Array(rows.length),
    });
  }

  /** A task that ends with `>` is still in flight. */
  #addTasks(lane: number, art: string): void {
    const tasks = this.#tasks.get(lane) ?? [];
    const slot = tasks.reduce((most, task) => Math.max(most, task.slot + 1), 0);
    for (const run of art.matchAll(/([A-Za-z])\1*>?/g)) {
      const open = run[0].endsWith('>');
      tasks.push({
        id: this.#taskIds++,
        start: run.index * step,
        end: open ? Infinity : (run.index + run[0].length) * step,
        slot,
      });
    }
    this.#tasks.set(lane, tasks);
  }

  #slices(lane: number, tasks: readonly Task[]): void {
    const heads = this.#heads.get(lane) ?? '';
    const runs = this.#runs.get(lane);
    const closed = tasks.filter((task) => Number.isFinite(task.end)).sort((a, b) => a.start - b.start);
    const open = tasks.filter((task) => !Number.isFinite(task.end));
    const runEnd = (task: Task): number => {
      if (runs === undefined) return task.end;
      const awaited = runs.slice(0, task.end / step).indexOf('=', task.start / step);
      return awaited < 0 ? task.end : awaited * step;
    };
    const id = this.#track(lane, 'slices', 'tasks', {
      start: Float64Array.from(closed, (task) => task.start),
      end: Float64Array.from(closed, (task) => task.end),
      runEnd: Float64Array.from(closed, runEnd),
      id: Uint32Array.from(closed, (task) => task.id),
      slot: Uint16Array.from(closed, (task) => task.slot),
      head: Float32Array.from(closed, (task) => shareOf(heads[task.start / step])),
      tail: new Float32Array(closed.length).fill(Number.NaN),
      flags: new Uint8Array(closed.length),
    });
    if (open.length === 0) return;
    this.#open.push({
      track: id,
      start: Float64Array.from(open, (task) => task.start),
      id: Uint32Array.from(open, (task) => task.id),
      slot: Uint16Array.from(open, (task) => task.slot),
    });
  }
}

function shareOf(letter: string | undefined): number {
  if (letter === undefined || letter === ' ') return Number.NaN;
  return letter === '#' ? 1 : letter === '.' ? 0 : Number(letter) / 10;
}
