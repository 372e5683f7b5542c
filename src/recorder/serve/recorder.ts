import type { RecorderEvent, RecorderRequests } from '../../core/protocol/recorder';
import { fitComparison } from '../../core/formats/fit-manifest';
import { packChunk } from '../../core/trace/pack-chunk';
import type { ComparisonManifest } from '../../core/trace/comparison';
import type { Machine } from '../../core/trace/machine';
import type { RunManifest } from '../../core/trace/run';
import { RunningProcesses } from '../attach/running-processes';
import { RunningAttachment } from '../attach/running-attachment';
import { RunningCommand } from '../command/running-command';
import { RunningComparison, type Surroundings } from '../comparison/running-comparison';
import { examine } from '../doctor/examine';
import { LiveView } from '../live/live-view';
import { describeMachine } from '../machine/describe-machine';
import { Libraries } from '../store/libraries';
import { loadFile } from '../store/load-file';
import type { Library, LoadedComparison, OpenLibrary } from '../store/store';
import type { RecorderHandlers } from './dispatch';

export interface RecorderOptions {
  readonly openLibrary: OpenLibrary;
  readonly event: (event: RecorderEvent) => void;
  readonly trouble: (sentence: string) => void;
}

/** A comparison that is being read: on; somebody has seen enough; or it is read anew from its start. */
interface Reading {
  end: 'on' | 'stopped' | 'superseded';
}

/** Started by us, or running already. */
interface RecordedProgram {
  readonly finished: Promise<RecorderRequests['runCommand']['reply']>;
  stop(): Promise<void>;
  passOn?(signal: string): Promise<void>;
}

/** What the recorder does for its owner, request by request. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #running = new Map<string, RunningComparison>();
  readonly #live: LiveView;
  readonly #processes = new RunningProcesses();
  readonly #commands = new Map<string, RecordedProgram>();
  /** Comparisons that are being read, each with its newest stream. */
  readonly #reading = new Map<string, Reading>();
  #lastStream = 0;
  readonly #libraries: Libraries;
  #machine: Promise<Machine> | null = null;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#libraries = new Libraries(options.openLibrary, () => options.event({ type: 'library' }));
    this.#live = new LiveView((sample) => options.event({ type: 'live', sample }));
  }

  readonly handlers: RecorderHandlers = {
    hello: async ({ library, electron }) => {
      this.#libraries.folder = library;
      this.#machine ??= describeMachine(electron);
      return { machine: await this.#machine };
    },
    doctor: () => examine(),
    live: ({ on }) => {
      this.#live.set(on);
      return null;
    },
    createComparison: ({ manifest }) => this.#create(manifest),
    import: async ({ file, id }) => ({ manifest: await this.#import(file, id) }),
    continueComparison: async ({ comparison }) => {
      if (this.#running.has(comparison)) throw new Error(`The comparison ${comparison} is running already.`);
      const library = await this.#libraries.of(comparison);
      const manifest = await library.reopen(comparison);
      this.#running.set(comparison, new RunningComparison(manifest, library, this.#surroundings(comparison)));
      return null;
    },
    beginRun: ({ comparison, run, pid }) => this.#comparison(comparison).begin(run, pid),
    endRun: (argument) => this.#comparison(argument.comparison).end(argument),
    runCommand: ({ comparison, run, command }) =>
      this.#follow(
        `${comparison} ${run.id}`,
        new RunningCommand(this.#comparison(comparison), run, command, (output) =>
          this.#options.event({ type: 'output', comparison, run: run.id, ...output }),
        ),
      ),
    attach: ({ comparison, run, process }) =>
      this.#follow(`${comparison} ${run.id}`, new RunningAttachment(this.#comparison(comparison), run, process)),
    processes: async () => ({ processes: await this.#processes.list() }),
    stopCommand: async ({ comparison, run }) => {
      await this.#commands.get(`${comparison} ${run}`)?.stop();
      return null;
    },
    passOnSignal: async ({ comparison, run, signal }) => {
      await this.#commands.get(`${comparison} ${run}`)?.passOn?.(signal);
      return null;
    },
    finishComparison: async ({ comparison }) => {
      const running = this.#comparison(comparison);
      const manifest = await running.finish();
      this.#running.delete(comparison);
      return { manifest };
    },
    list: async () => (await this.#libraries.recovered()).list(),
    open: async ({ source, stream, quiet }) => {
      const loaded = await ('id' in source ? this.#load(source.id) : this.#loadFile(source.file));
      const id = 'file' in source ? (source.as ?? loaded.manifest.id) : source.id;
      const manifest = { ...loaded.manifest, id };
      return quiet === true ? { manifest } : this.#stream({ ...loaded, manifest }, stream ?? `${++this.#lastStream}`);
    },
    stopReading: ({ id }) => {
      const reading = this.#reading.get(id);
      if (reading !== undefined) reading.end = 'stopped';
      return null;
    },
    save: async ({ id, file }) => nothing((await this.#libraries.of(id)).save(id, file)),
    rename: async ({ id, name }) => nothing((await this.#libraries.of(id)).rename(id, name)),
    annotate: async ({ id, ...change }) => nothing((await this.#libraries.of(id)).annotate(id, change)),
    remove: async ({ id }) => {
      if (this.#running.has(id)) throw new Error('This comparison is still running: stop it first.');
      return nothing((await this.#libraries.of(id)).remove(id));
    },
    restore: async ({ id }) => nothing((await this.#libraries.of(id)).restore(id)),
  };

  /** For a viewer that joins while something is recorded. */
  replay(event: (event: RecorderEvent) => void): void {
    for (const comparison of this.#running.values()) comparison.replay(event);
  }

  /** Brings what was recorded to disk, at once; nothing may be asked after it. */
  abandon(): void {
    for (const comparison of this.#running.values()) comparison.abandon();
    this.#live.set(false);
    this.#libraries.close();
  }

  #surroundings(comparison: string): Surroundings {
    const libraries = this.#libraries;
    return { ...this.#options, spare: { open: () => libraries.spare(), use: () => libraries.useSpare(comparison) } };
  }

  /** Where the user's library can't take it, it is kept until this process ends: to be saved as a file. */
  async #import(file: string, id: string): Promise<ComparisonManifest> {
    let library: Library | null;
    try {
      library = await this.#libraries.writable();
    } catch (error) {
      library = await this.#libraries.spare();
      if (library === null) throw error;
      this.#libraries.useSpare(id);
      this.#options.trouble(`${messageOf(error)} What is added to ${file} is not kept in the library.`);
    }
    return library.import(file, id);
  }

  async #load(id: string): Promise<LoadedComparison> {
    return (await this.#libraries.of(id)).load(id);
  }

  /** A file needs no library: one that can't be opened does not keep it from being read. */
  async #loadFile(file: string): Promise<LoadedComparison> {
    const library = await this.#libraries.main().catch(() => null);
    return library === null ? loadFile(file) : library.loadFile(file);
  }

  async #create(asked: ComparisonManifest): Promise<RecorderRequests['createComparison']['reply']> {
    const { manifest, sentence } = fitComparison(asked);
    if (sentence !== null) this.#options.trouble(sentence);
    if (this.#running.has(manifest.id)) throw new Error(`The comparison ${manifest.id} is running already.`);
    let library: Library | null = null;
    let folder: string | null = null;
    try {
      library = await this.#libraries.writable();
      folder = await library.create(manifest);
    } catch (error) {
      library = null;
      this.#options.trouble(`${messageOf(error)} The comparison runs, but it is not saved.`);
    }
    this.#running.set(manifest.id, new RunningComparison(manifest, library, this.#surroundings(manifest.id)));
    this.#options.event({ type: 'comparison', manifest, stream: null });
    return { folder };
  }

  /** Of two streams of one comparison the older falls silent: its data would come twice. */
  async #stream({ manifest, runs }: LoadedComparison, stream: string): Promise<RecorderRequests['open']['reply']> {
    const comparison = manifest.id;
    const running = this.#running.get(comparison);
    const known = (run: RunManifest): RunManifest => running?.manifest.runs.find(({ id }) => id === run.id) ?? run;
    const reading: Reading = { end: 'on' };
    const isSuperseded = (): boolean => reading.end === 'superseded';
    const older = this.#reading.get(comparison);
    if (older !== undefined) older.end = 'superseded';
    this.#reading.set(comparison, reading);
    const runsNow = running?.manifest.runs ?? manifest.runs;
    this.#options.event({ type: 'comparison', manifest: { ...manifest, runs: runsNow }, stream });
    // Runs that go on: what they have until now is in memory, the rest comes as it is recorded.
    const live = running?.replayRuns(this.#options.event) ?? new Set();
    const read: RunManifest[] = [];
    for await (const { run, chunks, afterReading } of runs) {
      if (isSuperseded()) break;
      if (live.has(run.id)) continue;
      this.#options.event({ type: 'run', comparison, manifest: known(run) });
      let whole = true;
      for await (const chunk of chunks) {
        whole = reading.end === 'on';
        if (!whole) break;
        const writtenAtMs = Number(process.hrtime.bigint()) / 1e6;
        this.#options.event({ type: 'chunk', comparison, run: run.id, chunk: packChunk(chunk), writtenAtMs });
      }
      const after = whole ? afterReading() : halfRead(run);
      if (after !== run && !isSuperseded()) this.#options.event({ type: 'run', comparison, manifest: after });
      read.push(after === run ? known(run) : after);
    }
    if (!isSuperseded()) {
      this.#reading.delete(comparison);
      this.#options.event({ type: 'opened', comparison, stream });
    }
    return { manifest: { ...manifest, runs: running?.manifest.runs ?? read } };
  }

  async #follow(key: string, program: RecordedProgram): Promise<RecorderRequests['runCommand']['reply']> {
    this.#commands.set(key, program);
    try {
      return await program.finished;
    } finally {
      this.#commands.delete(key);
    }
  }

  #comparison(id: string): RunningComparison {
    const comparison = this.#running.get(id);
    if (comparison === undefined) throw new Error(`No comparison ${id} is running.`);
    return comparison;
  }
}

const halfRead = (run: RunManifest): RunManifest => ({
  ...run,
  notices: [...(run.notices ?? []), 'Reading was stopped: only what was read until then is shown.'],
});

async function nothing(done: Promise<void>): Promise<null> {
  await done;
  return null;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
