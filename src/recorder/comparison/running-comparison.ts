import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { coresUsedByOthers } from '../../core/analysis/findings/others-used';
import type { RunNumbers } from '../../core/analysis/run-numbers';
import { summariseRun } from '../../core/analysis/summarise-run';
import type { BegunRun, RecorderEvent, RecorderRequests } from '../../core/protocol/recorder';
import type { RecordingChunk } from '../../core/trace/chunk';
import { packChunk } from '../../core/trace/pack-chunk';
import type { Machine } from '../../core/trace/machine';
import type { ComparisonManifest } from '../../core/trace/comparison';
import type { Recording } from '../../core/trace/recording';
import type { RecordedCommand, ResultDifference, RunManifest } from '../../core/trace/run';
import type { ItemHashes } from '../assemble/item-hashes';
import type { Library, RunWriter } from '../store/store';
import { withItemsInFlight } from './failure-sentence';
import { recordingAsChunk } from './recording-as-chunk';
import type { RunSink } from './chunk-stream';
import { RunRecorder, type RecordedRun } from './record-run';
import { SpareCopy, temporaryFolder, type Spare } from './spare-copy';

export interface Surroundings {
  readonly event: (event: RecorderEvent) => void;
  readonly trouble: (sentence: string) => void;
  readonly spare?: Spare;
}

interface ActiveRun {
  manifest: RunManifest;
  readonly recorder: RecordedRun;
  readonly folder: string;
  readonly writer: RunWriter | null;
  /** The writer refused, with this sentence: the user was told, and what comes from then on is in memory only. */
  refused: string | null;
  /** Only where there is no writer to remove its own. */
  readonly temporary: boolean;
  toldBytesAt: number;
}

const bytesPeriodMs = 1000;

type End = RecorderRequests['endRun'];

/** A comparison that is being recorded; where the library can't be written, in memory only. */
export class RunningComparison {
  readonly #surroundings: Surroundings;
  readonly #active = new Map<string, ActiveRun>();
  #library: Library | null;
  #manifest: ComparisonManifest;
  readonly #spare: SpareCopy;
  /** The first run that finished: the results of all others are compared with its. */
  #reference: { readonly run: string; readonly checksum: string; readonly hashes: ItemHashes } | null = null;

  /** @param library null: nothing can be saved (and the user was told). The comparison was created in it. */
  constructor(manifest: ComparisonManifest, library: Library | null, surroundings: Surroundings) {
    this.#manifest = manifest;
    this.#library = library;
    this.#surroundings = surroundings;
    this.#spare = new SpareCopy(manifest.id, library, surroundings.spare);
  }

  /** A run of a job: its threads write frames into the folder. @param pid of its host */
  async begin(run: RunManifest, pid: number): Promise<BegunRun> {
    // JavaScript's threads have no lock in common: what they used of a core says it all.
    const withStates = this.#manifest.spec.workload.python !== undefined;
    const { folder } = await this.record(run, (to, sink) => new RunRecorder(to, pid, sink, withStates));
    return { folder, recorder: process.pid };
  }

  /** @param make begins to record; `folder`: private to the run, for what is injected into it */
  async record(
    run: RunManifest,
    make: (folder: string, sink: RunSink) => RecordedRun | Promise<RecordedRun>,
  ): Promise<{ folder: string }> {
    if (this.#manifest.runs.some(({ id }) => id === run.id)) throw new Error(`The run ${run.id} was begun before.`);
    const notices: string[] = [];
    const writer = await this.#openWriter(run, notices);
    const temporary = writer === null;
    // Private by mkdtemp: mode 0700.
    const folder = writer?.framesFolder ?? (await temporaryFolder());
    let recorder;
    try {
      recorder = await make(folder, {
        chunk: (chunk, writtenAtMs) =>
          this.#surroundings.event({
            type: 'chunk',
            comparison: this.#manifest.id,
            run: run.id,
            chunk: packChunk(chunk),
            writtenAtMs,
          }),
        append: (chunk) => this.#append(active, chunk),
      });
    } catch (error) {
      if (temporary) await rm(folder, { recursive: true, force: true });
      throw error;
    }
    for (const notice of notices) recorder.notice(notice);
    const manifest: RunManifest = { ...run, status: 'recording', capabilities: recorder.capabilities };
    const active: ActiveRun = { manifest, recorder, folder, writer, refused: null, temporary, toldBytesAt: 0 };
    this.#active.set(run.id, active);
    this.#manifest = { ...this.#manifest, runs: [...this.#manifest.runs, manifest] };
    this.#tell(manifest);
    return { folder };
  }

  /** @param command as it is known now */
  async end({ run, status, failure, outcome, notices }: End['argument'], command?: RecordedCommand) {
    const active = this.#active.get(run);
    if (active === undefined) throw new Error(`The run ${run} is not being recorded.`);
    this.#active.delete(run);
    const ended = active.recorder.end();
    const difference =
      status === 'done' && outcome?.checksum != null ? this.#compare(run, outcome.checksum, ended.hashes) : null;
    const said = [...ended.notices, ...(active.refused === null ? [] : [active.refused]), ...notices];
    const unmeasured: RunManifest = {
      ...active.manifest,
      ...(command === undefined ? {} : { command }),
      status,
      capabilities: ended.capabilities,
      ...(failure === null ? {} : { failure: withItemsInFlight(failure, ended.failure, ended.unfinished) }),
      ...(outcome ? { outcome } : {}),
      ...(difference === null ? {} : { difference }),
      lost: ended.lost,
      ...(said.length === 0 ? {} : { notices: said }),
    };
    const { machine } = this.#manifest;
    const numbers = summariseRun(ended.recording, unmeasured, machine);
    const saved = await this.#close(active, withOthers(unmeasured, numbers, machine), ended.recording);
    this.#manifest = { ...this.#manifest, runs: this.#manifest.runs.map((one) => (one.id === run ? saved : one)) };
    this.#tell(saved);
    return { manifest: saved, numbers };
  }

  async finish(): Promise<ComparisonManifest> {
    for (const run of this.#active.keys()) {
      await this.end({
        comparison: this.#manifest.id,
        run,
        status: 'stopped',
        failure: null,
        outcome: null,
        notices: [],
      });
    }
    try {
      if (this.#library !== null) {
        // Name and notes may have been changed meanwhile; of the runs, more is known here than could be saved.
        const { runs } = this.#manifest;
        this.#manifest = { ...(await this.#library.finish(this.#manifest.id)), runs };
      }
    } catch (error) {
      this.#surroundings.trouble(messageOf(error));
    }
    await this.#spare.finish(this.#manifest);
    return this.#manifest;
  }

  /** What is recorded now, and the end of the runs before; their data are on disk. */
  get manifest(): ComparisonManifest {
    return this.#manifest;
  }

  /** What there is in memory, for a viewer that joins now: the runs that go on. */
  replay(event: (event: RecorderEvent) => void): void {
    event({ type: 'comparison', manifest: this.#manifest, stream: null });
    this.replayRuns(event);
  }

  /** @returns the ids of the runs that go on */
  replayRuns(event: (event: RecorderEvent) => void): ReadonlySet<string> {
    const comparison = this.#manifest.id;
    for (const { manifest, recorder } of this.#active.values()) {
      event({ type: 'run', comparison, manifest });
      const chunk = packChunk(recordingAsChunk(recorder.snapshot()));
      event({ type: 'chunk', comparison, run: manifest.id, chunk, writtenAtMs: Number(process.hrtime.bigint()) / 1e6 });
    }
    return new Set(this.#active.keys());
  }

  /** This process is about to end; what is on disk is found again by `recoverAll`. */
  abandon(): void {
    for (const { recorder, folder, temporary } of this.#active.values()) {
      recorder.abandon();
      if (temporary) rmSync(folder, { recursive: true, force: true });
    }
  }

  async #openWriter(run: RunManifest, notices: string[]): Promise<RunWriter | null> {
    if (this.#library === null) {
      notices.push(
        'The library can’t be written: this run is in memory only, until the comparison is saved as a file.',
      );
      return null;
    }
    try {
      return await this.#library.beginRun(this.#manifest.id, run);
    } catch (error) {
      notices.push(messageOf(error));
      this.#surroundings.trouble(messageOf(error));
      return null;
    }
  }

  /** What can't be written any more goes on in memory; the user is told once. */
  #append(active: ActiveRun, chunk: RecordingChunk): void {
    if (active.writer === null || active.refused !== null) return;
    try {
      active.writer.append(chunk);
      this.#tellBytes(active, active.writer.bytes);
    } catch (error) {
      active.refused = `${messageOf(error)} The recording goes on, but what comes from now on is not saved.`;
      this.#surroundings.trouble(active.refused);
    }
  }

  #tellBytes(active: ActiveRun, bytes: number): void {
    const now = performance.now();
    if (now - active.toldBytesAt < bytesPeriodMs) return;
    active.toldBytesAt = now;
    this.#surroundings.event({ type: 'saved', comparison: this.#manifest.id, run: active.manifest.id, bytes });
  }

  async #close(active: ActiveRun, manifest: RunManifest, recording: Recording): Promise<RunManifest> {
    if (active.temporary) await rm(active.folder, { recursive: true, force: true });
    let saved = manifest;
    let whole = active.writer !== null && active.refused === null;
    try {
      if (active.writer !== null) saved = await active.writer.close(manifest);
    } catch (error) {
      whole = false;
      this.#surroundings.trouble(messageOf(error));
      saved = { ...manifest, notices: [...(manifest.notices ?? []), messageOf(error)] };
    }
    if (!whole || this.#spare.isUsed) await this.#spare.keep(this.#manifest, saved, recording);
    return saved;
  }

  #compare(run: string, checksum: string, hashes: ItemHashes): ResultDifference | null {
    const reference = this.#reference;
    if (reference === null) {
      this.#reference = { run, checksum, hashes };
      return null;
    }
    if (checksum === reference.checksum) return null;
    return { against: reference.run, item: reference.hashes.firstDifference(hashes) };
  }

  #tell(manifest: RunManifest): void {
    this.#surroundings.event({ type: 'run', comparison: this.#manifest.id, manifest });
  }
}

/** The verdict asks for it where recordings are not at hand. */
function withOthers(run: RunManifest, numbers: RunNumbers | null, machine: Machine): RunManifest {
  const cores = numbers === null ? null : coresUsedByOthers({ numbers }, machine);
  return cores === null || run.outcome === undefined
    ? run
    : { ...run, outcome: { ...run.outcome, othersCores: Math.max(0, cores) } };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
