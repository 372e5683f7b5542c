/*
 * One run while it is recorded.
 *
 *   frames of the job's threads ──> FramesTailer ──> JobAssembler ─┐
 *   /proc, os.cpus() ─────────────> probes ────────────────────────┼─> ChunkBuilder ── 20 Hz ──> viewers
 *                                                                  │                └─ 7 Hz ──> store (merged)
 *                                                                  └─ all chunks ──> the run's numbers at its end
 */
import type { Capabilities, CapabilityKind, Capability } from '../../core/trace/capability';
import type { Recording } from '../../core/trace/recording';
import type { LostCounts, RunFailure } from '../../core/trace/run';
import { RecorderCost } from '../assemble/recorder-cost';
import { JobAssembler } from '../assemble/assemble-job';
import type { ItemHashes } from '../assemble/item-hashes';
import { probes } from '../probes';
import { probePeriodMs, type OpenProbe } from '../probes/define-probe';
import { FramesTailer, type LostFile } from '../tail/tail-frames';
import { isAlive } from '../proc/is-alive';
import { ChunkStream, type RunSink } from './chunk-stream';
import { JobScheduler } from './job-scheduler';

/** Rows younger than the writers' flush period may still be on their way. */
const flushPeriodNs = 20_000_000n;
const pollsPerChunk = 2;

interface ProbeOfRun {
  readonly kind: CapabilityKind;
  readonly probe: OpenProbe;
}

export interface EndedRun {
  readonly recording: Recording;
  readonly hashes: ItemHashes;
  readonly capabilities: Capabilities;
  readonly notices: readonly string[];
  readonly lost: LostCounts;
  /** Items that were in flight when the run ended, lowest first. */
  readonly unfinished: readonly number[];
  /** What a thread wrote down before it ended. */
  readonly failure: RunFailure | null;
}

/** A run while it is recorded: of a job, or of a command. */
export interface RecordedRun {
  readonly capabilities: Capabilities;
  /** All that is known so far, for a viewer that joins late. */
  snapshot(): Recording;
  notice(sentence: string): void;
  /** Reads what is left, closes everything, hands out the last chunk. */
  end(): EndedRun;
  /** This process is about to end: what was written until now is brought to disk, and the run stays unfinished. */
  abandon(): void;
}

export class RunRecorder implements RecordedRun {
  readonly #pid: number;
  readonly #stream: ChunkStream;
  readonly #assembler: JobAssembler;
  readonly #cost: RecorderCost;
  readonly #tailer: FramesTailer;
  readonly #scheduler: JobScheduler | null;
  #probes: ProbeOfRun[] = [];
  readonly #capabilities: Partial<Record<CapabilityKind, Capability>> = {
    tasks: { quality: 'exact' },
    eventLoop: { quality: 'sampled', periodMs: 50, reason: 'A timer of 10 ms tells how late the loop is.' },
    scheduler: {
      quality: 'missing',
      reason: 'Which thread was on which core is not recorded; how much CPU time each used is.',
    },
  };
  readonly #notices: string[] = [];
  #hasLost = false;
  readonly #timer: NodeJS.Timeout;
  #polls = 0;
  #aliveUntil = 0n;

  /**
   * @param folder private to the run; its threads write their frames there
   * @param pid of the job's host
   * @param withStates also what the scheduler tells of its threads
   */
  constructor(folder: string, pid: number, sink: RunSink, withStates = false) {
    this.#pid = pid;
    this.#stream = new ChunkStream(sink);
    this.#assembler = new JobAssembler(this.#stream.builder);
    this.#cost = new RecorderCost(this.#stream.builder, this.#assembler.machine, () => this.#assembler.epoch);
    this.#tailer = new FramesTailer(folder, {
      frame: (file, frame) => this.#assembler.accept(file, frame),
      lost: (lost) => this.#lost(lost),
    });
    this.#scheduler = withStates ? new JobScheduler(pid, this.#stream.builder, this.#assembler) : null;
    for (const definition of probes) this.#openProbe(definition);
    this.#timer = setInterval(() => this.#poll(), probePeriodMs);
  }

  get capabilities(): Capabilities {
    const { threadsWithoutCpu } = this.#assembler.lanes;
    const scheduler = this.#scheduler?.capability ?? null;
    if (scheduler !== null) this.#capabilities.scheduler = scheduler;
    if (threadsWithoutCpu === 0) return { ...this.#capabilities };
    const reason = `The CPU time of ${threadsWithoutCpu} threads could not be read; that of their processes could.`;
    return { ...this.#capabilities, cpu: { quality: 'missing', reason } };
  }

  snapshot(): Recording {
    return this.#stream.snapshot();
  }

  notice(sentence: string): void {
    this.#notices.push(sentence);
  }

  end(): EndedRun {
    clearInterval(this.#timer);
    this.#look();
    this.#tailer.finish();
    this.#cost.sample(process.hrtime.bigint(), true);
    this.#scheduler?.close();
    const end = this.#endTime();
    const unfinished = this.#assembler.closeOpenTasks(end);
    if (this.#assembler.unknownFrames > 0) {
      this.notice(`${this.#assembler.unknownFrames} frames of a kind that this version doesn't know were left out.`);
    }
    // Even if there is nothing new in it: it says that no task is in flight.
    this.#emit(end, true);
    this.#stream.save();
    for (const { probe } of this.#probes) probe.close();
    return {
      recording: this.#stream.snapshot(),
      hashes: this.#assembler.hashes,
      capabilities: this.capabilities,
      notices: this.#notices,
      lost: { events: this.#hasLost ? null : 0, samples: 0 },
      unfinished: unfinished.map(({ item }) => item).sort((a, b) => a - b),
      failure: this.#assembler.failure,
    };
  }

  abandon(): void {
    clearInterval(this.#timer);
    while (this.#tailer.poll());
    this.#scheduler?.close();
    this.#emit(this.#seenUntil(process.hrtime.bigint()));
    this.#stream.save();
  }

  #poll(): void {
    this.#look();
    this.#tailer.poll();
    this.#scheduler?.poll();
    if (++this.#polls % pollsPerChunk !== 0) return;
    this.#emit(this.#seenUntil(this.#aliveUntil));
  }

  /** Once around the probes. */
  #look(): void {
    const now = process.hrtime.bigint();
    this.#cost.sample(now);
    if (isAlive(this.#pid)) this.#aliveUntil = now;
    const failed = new Set<ProbeOfRun>();
    for (const entry of this.#probes) {
      try {
        entry.probe.sample(now);
      } catch (error) {
        failed.add(entry);
        entry.probe.close();
        this.#capabilities[entry.kind] = { quality: 'missing', reason: `Measuring stopped: ${messageOf(error)}.` };
      }
    }
    if (failed.size > 0) this.#probes = this.#probes.filter((entry) => !failed.has(entry));
  }

  #emit(seenUntil: number, always = false): void {
    this.#stream.emit(this.#assembler.open.slices(), seenUntil, always);
  }

  #seenUntil(now: bigint): number {
    const { epoch, over, lastSeen } = this.#assembler;
    if (over) return lastSeen;
    return epoch === null ? 0 : Math.max(0, Number(now - epoch - flushPeriodNs));
  }

  /** The latest time anything was told, or the host was seen alive: a blocked one tells nothing, and is there all the same. */
  #endTime(): number {
    const { epoch, lastSeen, open } = this.#assembler;
    if (epoch === null || open.slices().length === 0) return lastSeen;
    return Math.max(lastSeen, Number(this.#aliveUntil - epoch));
  }

  #openProbe({ kind, open }: (typeof probes)[number]): void {
    const { lanes } = this.#assembler;
    try {
      const probe = open({
        builder: this.#stream.builder,
        lanes,
        pid: this.#pid,
        epoch: () => this.#assembler.epoch,
        working: () => this.#assembler.working,
      });
      if ('missing' in probe) {
        this.#capabilities[kind] = probe.missing;
        return;
      }
      this.#capabilities[kind] = probe.capability;
      this.#probes.push({ kind, probe });
    } catch (error) {
      this.#capabilities[kind] = { quality: 'missing', reason: `It could not be measured: ${messageOf(error)}.` };
    }
  }

  #lost({ file, from, reason }: LostFile): void {
    this.#hasLost = true;
    const message = `What ${file} holds from byte ${from} on can't be used (${reason}): tasks of that thread are missing from there on.`;
    this.#capabilities.tasks = { quality: 'missing', reason: message };
    this.notice(message);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
