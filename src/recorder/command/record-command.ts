/*
 * A command while it is recorded.
 *
 *   launchStopped ── pid ──> scheduler ─┐
 *        └── release          cores ────┼─> ChunkStream ── 20 Hz ──> viewers
 *                                       │                └─ 7 Hz ──> store
 */
import { formatDuration } from '../../core/base/format-duration';
import type { Capabilities, Capability, CapabilityKind } from '../../core/trace/capability';
import type { Recording } from '../../core/trace/recording';
import { phaseNames, trackNames, type TrackId } from '../../core/trace/track';
import { NodeAgentReader } from '../agents/node-agent-reader';
import { PythonAgentReader } from '../agents/python-agent-reader';
import { ReaderSign } from '../agents/reader-sign';
import { readerGoneMs } from '../../core/protocol/agent';
import { RecorderCost } from '../assemble/recorder-cost';
import { ItemHashes } from '../assemble/item-hashes';
import { LaneTree } from '../assemble/lane-tree';
import { ChunkStream, type RunSink } from '../comparison/chunk-stream';
import type { EndedRun, RecordedRun } from '../comparison/record-run';
import { cores } from '../probes/cores';
import type { OpenProbe } from '../probes/define-probe';
import type { OpenScheduler, ProcessTimes } from '../scheduler/open-scheduler';
import { hasProc, openScheduler, rungNotice, wantedRung, withoutProc } from '../scheduler/open-scheduler';
import { AgentLanes } from './agent-lanes';
import { eventLoopCapability } from './event-loop-capability';
import { lostCounts } from './lost-counts';
import { missingSamples } from './missing-samples';
import { SchedulerLanes } from './scheduler-lanes';
import { TargetShares } from './target-shares';

const pollMs = 50;
/** A chunk costs more than so few rows: they wait for those of the next poll. */
const fewRows = 100;
/** Intervals are told of within this after their end; longer ones in pieces. */
const heldBackNs = 1.5e9;
/** Threads that are followed in all: a program that forks without end is told of up to here. */
const mostThreads = 20_000;

/** Python's agent samples what blocks an event loop, also where no CPU samples are asked for. */
const usualSampleNs = 1e6;
/** Of the lives of all processes: where more was not seen, their sum is unknown. */
const mostUnseen = 0.15;

export interface CommandTarget {
  readonly pid: number;
  /** Name of its process until it executes its program. */
  readonly name: string;
  /** CLOCK_MONOTONIC, ns: t = 0. */
  readonly epochNs: bigint;
  /** It runs already, and goes on when this ends. */
  readonly runs?: boolean;
  /** Between two samples of what its threads run; null: not asked for. */
  readonly sampleNs?: number | null;
}

const lateReading = `Juggler read nothing for more than ${readerGoneMs / 1000} s, so agents may have left out what they saw then, and all of processes that began then.`;

export class CommandRecorder implements RecordedRun {
  readonly #stream: ChunkStream;
  readonly #lanes: SchedulerLanes;
  readonly #scheduler: OpenScheduler;
  readonly #cores: OpenProbe | null;
  readonly #phases: TrackId;
  readonly #capabilities: Partial<Record<CapabilityKind, Capability>> = {};
  readonly #notices: string[] = [];
  readonly #unloaded: string[] = [];
  readonly #timer: NodeJS.Timeout;
  readonly #epoch: bigint;
  readonly #runs: boolean;
  readonly #sampleNs: number | null;
  readonly #targets: TargetShares;
  readonly #cost: RecorderCost;
  readonly #agents: AgentLanes;
  readonly #readers: { readonly node: NodeAgentReader; readonly python: PythonAgentReader };
  /** Null: a program that runs already, which has no agents of ours. */
  readonly #readerSign: ReaderSign | null;
  #waits = false;
  #begun = false;
  #closed = false;
  #closedAt = 0;
  #missingSamples: number | null = 0;

  /** @param folder where the agents of its processes write */
  constructor({ pid, name, epochNs, sampleNs = null, runs = false }: CommandTarget, folder: string, sink: RunSink) {
    this.#sampleNs = sampleNs;
    this.#stream = new ChunkStream(sink);
    this.#epoch = epochNs;
    this.#runs = runs;
    const { builder } = this.#stream;
    const machine = builder.addLane({ kind: 'machine', name: 'machine', parent: null });
    this.#phases = builder.addTrack({ lane: machine, kind: 'marks', name: trackNames.phases });
    builder.row(this.#phases, 0, builder.string(phaseNames.start));
    this.#cost = new RecorderCost(builder, machine, () => epochNs);
    this.#targets = new TargetShares(builder);
    this.#cores = this.#openCores(pid);
    this.#lanes = new SchedulerLanes(builder, machine, this.#targets);
    this.#scheduler = openScheduler(
      { pid, name, epochNs, limits: { threads: mostThreads }, mark: runs ? null : folder, runs },
      this.#lanes,
    );
    this.#noticeSources();
    this.#agents = new AgentLanes(builder, this.#lanes, sampleNs ?? usualSampleNs, (sentence) => this.notice(sentence));
    const run = { epochNs: epochNs.toString(), monotonic: () => process.hrtime.bigint() };
    this.#readers = {
      node: new NodeAgentReader(folder, this.#agents, undefined, run),
      python: new PythonAgentReader(folder, this.#agents, undefined, run),
    };
    this.#readerSign = runs ? null : new ReaderSign(folder);
    this.#timer = setInterval(() => this.#poll(), pollMs);
  }

  /** The program and everything it started have ended. */
  get over(): boolean {
    return this.#scheduler.over;
  }

  /** Processes that are alive. */
  get pids(): readonly number[] {
    return this.#scheduler.pids;
  }

  /** Whether the process that has a number now is one of them. */
  owns(pid: number): boolean {
    return this.#scheduler.owns(pid);
  }

  /** What threads did is known to each of their switches. */
  get isExact(): boolean {
    return this.#scheduler.capability.quality === 'exact';
  }

  /** CPU time of all threads, ms; null: that of some, or of all, is not known. */
  get cpuMs(): number | null {
    return this.#withoutCpu === null ? this.#lanes.runningNs / 1e6 : null;
  }

  /** Why the CPU time of all is not known; null: it is. */
  get #withoutCpu(): Capability | null {
    const { capability, hidden, processTimes } = this.#scheduler;
    if (processTimes !== undefined) return this.#tooShort(processTimes);
    if (capability.quality === 'missing') return capability;
    const [first] = hidden.found;
    if (first === undefined) return null;
    return { quality: 'missing', reason: `What ${first.name} (${first.pid}) uses can’t be seen, and so not the sum.` };
  }

  /** From t = 0 until the program began, ms. */
  get startupMs(): number {
    return (this.#lanes.firstSeen ?? 0) / 1e6;
  }

  /** From its beginning to the end of the last thread, ms. */
  get wallMs(): number {
    return this.#endsAt / 1e6 - this.startupMs;
  }

  /** The latest moment anything of it was known to be there, ns. */
  get #endsAt(): number {
    return Math.max(this.#lanes.lastSeen, this.#scheduler.hidden.seenUntil, this.#closedAt);
  }

  /** What came after the last look at each process is not known: too much for a sum? */
  #tooShort({ until, periodMs, seenNs, unseenNs, alive }: ProcessTimes): Capability | null {
    if (!this.#closed) return null;
    const missedNs = unseenNs + Math.max(0, this.#endsAt - until) * Math.max(1, alive);
    if (missedNs <= mostUnseen * (seenNs + missedNs)) return null;
    const reason = `The CPU time of its processes was looked at every ${periodMs} ms: they ran for too short a time for their sum.`;
    return { quality: 'missing', reason };
  }

  /** Of the run's processes; left away: it is that of its threads. */
  get #cpu(): Capability | null {
    const { processTimes } = this.#scheduler;
    if (this.#withoutCpu !== null || processTimes === undefined) return this.#withoutCpu;
    const reason =
      'Of each process, by systeminformation. The end of each, and what lives for less than a period, is missed.';
    return { quality: 'sampled', periodMs: processTimes.periodMs, reason };
  }

  get capabilities(): Capabilities {
    const why = [...this.#unloaded, ...this.#readers.python.unseen];
    const eventLoop = eventLoopCapability({
      loops: this.#agents.loops,
      heard: this.#agents.heard,
      processes: this.#lanes.processes,
      why,
      ran: this.#runs,
    });
    const cpu = this.#cpu;
    return {
      ...this.#capabilities,
      scheduler: this.#scheduler.capability,
      ...(cpu === null ? {} : { cpu }),
      eventLoop,
    };
  }

  /** Reads a piece of what agents have written. True: there is more. */
  readAgents(): boolean {
    const { node, python } = this.#readers;
    return [node.poll(), python.poll()].includes(true);
  }

  snapshot(): Recording {
    return this.#stream.snapshot();
  }

  notice(sentence: string): void {
    // Several processes may say the same.
    if (!this.#notices.includes(sentence)) this.#notices.push(sentence);
  }

  /** An agent that is left out of the program, and why: said as a notice, and where event loops are missing. */
  unloaded(reason: string): void {
    this.#unloaded.push(reason);
    this.notice(reason);
  }

  /** Nothing more will be measured; what is held back is told. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    this.#scheduler.close();
    // Where nobody tells when its last thread ended.
    if (this.#scheduler.capability.quality === 'missing') this.#closedAt = this.#now();
    this.#readerSign?.close();
    this.#readers.node.finish();
    this.#readers.python.finish();
    this.#agents.close(this.#endsAt);
    this.#tellTargets(this.#lanes.lastSeen);
    this.#markBegin();
    this.#cores?.sample(process.hrtime.bigint());
    this.#cost.sample(process.hrtime.bigint(), true);
    this.#cores?.close();
    const { builder } = this.#stream;
    builder.row(this.#phases, this.#endsAt, builder.string(phaseNames.end));
    this.#countMissingSamples();
    const { coarseUntil } = this.#stream.snapshot();
    if (coarseUntil > 0) {
      this.notice(
        `It did so much that the single intervals of its first ${formatDuration(coarseUntil / 1e6)} are shown as sums of short times, which are exact; switches and migrations of a part of it are counted from then on. The file has every single one.`,
      );
    }
    const { lost, left } = this.#scheduler.counts;
    if (lost > 0) {
      this.notice(
        `The kernel dropped at least ${lost} scheduler records, since the program switched faster than they could be read. What its threads did then is marked unknown.`,
      );
    }
    for (const { pid: hidden, name } of this.#scheduler.hidden.found) {
      this.notice(
        `${name} (${hidden}) has rights that its user has not (setuid, a capability): only root may see what it and its children do from then on.`,
      );
    }
    if (left > 0) this.notice(`It made more than ${mostThreads} threads; ${left} of them are not recorded.`);
  }

  end(): EndedRun {
    this.close();
    this.#stream.emit([], this.#endsAt, true);
    this.#stream.save();
    return {
      recording: this.#stream.snapshot(),
      hashes: new ItemHashes(),
      capabilities: this.capabilities,
      notices: this.#notices,
      lost: lostCounts(this.#scheduler.counts.lost, this.#agents.untoldCounts, this.#missingSamples),
      unfinished: [],
      failure: null,
    };
  }

  abandon(): void {
    this.close();
    this.#stream.emit([], this.#endsAt);
    this.#stream.save();
  }

  #poll(): void {
    const now = process.hrtime.bigint();
    this.#cores?.sample(now);
    this.#cost.sample(now);
    // First of all: agents speak for threads that the scheduler tells of.
    this.#scheduler.poll();
    if (this.#readerSign?.renew() === false) this.notice(lateReading);
    this.#readers.node.poll();
    this.#readers.python.poll();
    this.#agents.tellStacks();
    this.#markBegin();
    this.#tellTargets(Number(now - this.#epoch) - heldBackNs);
    this.#waits = !this.#waits && this.#stream.builder.rows < fewRows && !this.#stream.isDue;
    if (!this.#waits) this.#stream.emit(this.#agents.open(), Math.max(0, Number(now - this.#epoch)));
  }

  #countMissingSamples(): void {
    if (this.#sampleNs === null) return;
    const recording = this.#stream.snapshot();
    const { count, sentence } = missingSamples(recording, this.#agents.cutThreads, this.#sampleNs);
    // Nobody counts those that V8, or a busy machine, leaves out.
    this.#missingSamples = count === 0 && this.#agents.hasSamples ? null : count;
    if (sentence !== null) this.notice(sentence);
  }

  #now(): number {
    return Number(process.hrtime.bigint() - this.#epoch);
  }

  /** Where nobody tells which threads ran on a core, nobody tells how many. */
  #tellTargets(until: number): void {
    if (this.#scheduler.capability.quality !== 'missing') this.#targets.tell(until);
  }

  #markBegin(): void {
    const isMissing = this.#scheduler.capability.quality === 'missing';
    const firstSeen = isMissing ? 0 : this.#lanes.firstSeen;
    if (this.#begun || firstSeen === null) return;
    this.#begun = true;
    const { builder } = this.#stream;
    builder.row(this.#phases, firstSeen, builder.string(phaseNames.ready));
  }

  #noticeSources(): void {
    const wrong = rungNotice();
    if (wrong !== null) this.notice(wrong);
    if (this.#scheduler.capability.quality !== 'exact') return;
    if (hasProc()) this.#lanes.tellStolen();
    else this.notice(`${withoutProc} What threads wait for, stolen time and the time of switches are missing.`);
  }

  #openCores(pid: number): OpenProbe | null {
    try {
      return this.#tryCores(pid);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#capabilities.cores = { quality: 'missing', reason: `How busy cores are can’t be read: ${message}.` };
      return null;
    }
  }

  /** @throws {Error} where the system does not tell */
  #tryCores(pid: number): OpenProbe | null {
    const { builder } = this.#stream;
    const lanes = new LaneTree(builder);
    const probe = cores.open({
      builder,
      lanes,
      pid,
      ...(wantedRung() === 'portable' ? { portable: true } : {}),
      epoch: () => this.#epoch,
      working: () => true,
      onCore: (core, lane) => this.#targets.addCore(core, lane),
    });
    this.#capabilities.cores = 'missing' in probe ? probe.missing : probe.capability;
    return 'missing' in probe ? null : probe;
  }
}
