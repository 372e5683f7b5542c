import type { AgentHello, AgentRuntime, GarbageKind, MeasureSource, UntoldThing } from '../../core/protocol/agent';
import type { OpenSlices } from '../../core/trace/chunk';
import { agentThreadName } from '../../core/trace/lane';
import { sliceFlags, type TrackId } from '../../core/trace/track';
import type { AgentSink, AgentThread, EndedOperation, StackNode, StartedOperation, Step } from '../agents/agent-sink';
import { OpenTasks } from '../assemble/open-tasks';
import type { ChunkBuilder } from '../assemble/chunk-builder';
import { AgentLane, type RunningOperation } from './agent-lane';
import { PoolJobs } from './pool-jobs';
import type { CutThread } from './missing-samples';
import type { SchedulerLanes } from './scheduler-lanes';
import { frameName, type StackSample } from './stack-slices';

/** Different notices of agents. */
const maxSentences = 200;

/** Turns what agents tell into tracks beneath the scheduler's lane of the same thread. */
export class AgentLanes implements AgentSink {
  readonly #tasks = new OpenTasks();
  readonly #builder: ChunkBuilder;
  readonly #lanes: SchedulerLanes;
  readonly #jobs: PoolJobs;
  readonly #notice: (sentence: string) => void;
  readonly #threads: { readonly hello: AgentHello; readonly lane: AgentLane }[] = [];
  #hasSamples = false;
  readonly #untold = new Map<UntoldThing, { count: number; known: boolean }>();
  readonly #sampleNs: number;
  readonly #sentences = new Set<string>();
  readonly #loops = new Set<AgentRuntime['name']>();

  /** @param sampleNs between two samples of what a thread runs */
  constructor(builder: ChunkBuilder, lanes: SchedulerLanes, sampleNs: number, notice: (sentence: string) => void) {
    this.#builder = builder;
    this.#sampleNs = sampleNs;
    this.#lanes = lanes;
    this.#notice = notice;
    this.#jobs = new PoolJobs(builder, lanes);
  }

  /** What runs the event loops that anything was told of. */
  get loops(): ReadonlySet<AgentRuntime['name']> {
    return this.#loops;
  }

  /** Processes whose agent said hello. */
  get heard(): ReadonlySet<number> {
    return new Set(this.#threads.map(({ hello }) => hello.pid));
  }

  /** What goes on. */
  open(): readonly OpenSlices[] {
    return [...this.#tasks.slices(), ...this.#jobs.open.slices()];
  }

  thread(hello: AgentHello): AgentThread {
    const { pid, tid, runtime } = hello;
    const isNode = runtime.name === 'node';
    const own = isNode ? `worker ${hello.thread}` : hello.name;
    const name = hello.kind === 'main' ? null : hello.kind === 'agent' ? agentThreadName : own;
    const thread = this.#lanes.agentThread(pid, tid, name, runtime.name);
    if (isNode) this.#loops.add(runtime.name);
    const lane = new AgentLane(
      this.#builder,
      thread,
      { pid, ...(tid === null ? {} : { tid }) },
      isNode,
      this.#sampleNs,
    );
    return this.#threads.push({ hello, lane }) - 1;
  }

  lag(thread: AgentThread, at: number, worst: number): void {
    const { hello, lane } = this.#threads[thread]!;
    this.#loops.add(hello.runtime.name);
    this.#builder.row(lane.track('lag'), at, worst);
  }

  utilisation(thread: AgentThread, at: number, share: number): void {
    this.#builder.row(this.#of(thread).track('utilisation'), at, share);
  }

  inFlight(thread: AgentThread, at: number, most: number): void {
    this.#builder.row(this.#of(thread).track('inFlight'), at, most);
  }

  blocked(thread: AgentThread, start: number, end: number, what: string): void {
    const name = what === '' ? 'event loop blocked' : `event loop blocked: ${what}`;
    this.#slice(this.#of(thread).track('blocked'), start, end, this.#builder.string(name));
  }

  garbage(thread: AgentThread, start: number, end: number, kind: GarbageKind): void {
    this.#slice(this.#of(thread).track('garbage'), start, end, this.#builder.string(`garbage: ${kind}`));
  }

  operationStart(thread: AgentThread, { id, at, kind, name, startedBy }: StartedOperation): void {
    const lane = this.#of(thread);
    const { running, slots } = lane;
    const slot = slots.take();
    running.set(id, { name: this.#builder.string(name === '' ? kind : name), start: at, slot, awaits: null });
    this.#tasks.add(lane.track('operations'), { item: id, start: at, slot });
    const starter = running.get(startedBy ?? 0);
    if (starter === undefined) return;
    this.#builder.row(lane.track('startedBy'), Math.max(0, starter.start), Math.max(0, at), lane.loop, lane.loop);
  }

  operationEnd(thread: AgentThread, { id, at, outcome }: EndedOperation): void {
    const lane = this.#of(thread);
    const operation = lane.running.get(id);
    if (operation === undefined) return;
    lane.running.delete(id);
    lane.slots.give(operation.slot);
    this.#tasks.end(lane.track('operations'), id);
    this.#operation(lane, operation, at, outcomeFlags[outcome]);
  }

  operationNamed(thread: AgentThread, operation: number, name: string): void {
    const known = this.#of(thread).running.get(operation);
    if (known !== undefined) known.name = this.#builder.string(name);
  }

  step(thread: AgentThread, { operation: id, start, end, awaits }: Step): void {
    const lane = this.#of(thread);
    const operation = lane.running.get(id);
    if (operation === undefined) return;
    this.#await(lane, operation, start);
    this.#slice(lane.track('steps'), start, end, operation.name, operation.slot);
    operation.awaits = awaits === '' ? null : { since: end, what: this.#builder.string(awaits) };
  }

  jobQueued(thread: AgentThread, job: Parameters<AgentSink['jobQueued']>[1]): void {
    this.#jobs.queued(this.#of(thread).thread, job);
  }

  jobStart(thread: AgentThread, job: Parameters<AgentSink['jobStart']>[1]): void {
    this.#jobs.start(this.#of(thread).thread, job);
  }

  jobEnd(_thread: AgentThread, { outcome, ...job }: Parameters<AgentSink['jobEnd']>[1]): void {
    this.#jobs.end(job, outcomeFlags[outcome]);
  }

  renamed(thread: AgentThread, name: string): void {
    const { pid, tid } = this.#threads[thread]!.hello;
    if (tid !== null) this.#lanes.nameThread(pid, tid, name);
  }

  made(): void {
    // The scheduler tells who made whom, also of programs without an agent.
  }

  message(from: AgentThread, to: AgentThread, sentAt: number, receivedAt: number): void {
    this.#lanes.message(this.#of(from).lane, this.#of(to).lane, sentAt, receivedAt);
  }

  mark(thread: AgentThread, at: number, name: string): void {
    this.#builder.row(this.#of(thread).track('userMarks'), at, this.#builder.string(name));
  }

  measure(thread: AgentThread, start: number, end: number, name: string, _source: MeasureSource): void {
    this.#slice(this.#of(thread).track('measures'), start, end, this.#builder.string(name));
  }

  stackNode(thread: AgentThread, node: StackNode): void {
    this.#of(thread).stacks.addNode(node);
  }

  sample(thread: AgentThread, at: number, node: number | null): void {
    this.#sampled(thread, { at, node }, at);
  }

  stack(thread: AgentThread, from: number, to: number, node: number): void {
    this.#sampled(thread, { at: from, node, until: to }, to);
  }

  promises(thread: AgentThread, at: number, made: number): void {
    this.#builder.row(this.#of(thread).track('promises'), at, made);
  }

  /** Samples that came since the last call become slices. */
  tellStacks(): void {
    for (const { lane } of this.#threads) {
      if (lane.samples.length === 0) continue;
      this.#hasSamples = true;
      const slices = lane.stacks.take(lane.samples);
      lane.samples = [];
      for (const { start, end, depth, node } of slices) {
        this.#slice(lane.track('stack'), start, end, this.#builder.string(frameName(node)), depth);
      }
    }
  }

  untold(_thread: AgentThread, thing: UntoldThing, _from: number, _to: number, count: number | null): void {
    const known = this.#untold.get(thing) ?? { count: 0, known: true };
    this.#untold.set(thing, { count: known.count + (count ?? 0), known: known.known && count !== null });
  }

  /** Threads of Node whose last samples were never told. Python's agent writes each at once. */
  get cutThreads(): readonly CutThread[] {
    return this.#threads.flatMap(({ hello, lane }) => {
      if (hello.runtime.name !== 'node' || lane.endedInOrder) return [];
      const thread = hello.kind === 'main' ? 'the main thread' : `worker ${hello.thread}`;
      const name = `${thread} of ${hello.name} (${hello.pid})`;
      return [{ lane: lane.thread, name, from: Math.max(hello.at, lane.sampledUntil) }];
    });
  }

  /** CPU samples came: nobody counts those that did not. */
  get hasSamples(): boolean {
    return this.#hasSamples;
  }

  /** What came too fast to be told one by one, by its kind: how many; null: not counted. */
  get untoldCounts(): Readonly<Record<string, number | null>> {
    return Object.fromEntries(
      [...this.#untold].map(([thing, { count, known }]) => [
        thing,
        known ? Math.min(count, Number.MAX_SAFE_INTEGER) : null,
      ]),
    );
  }

  /** Nothing more comes: operations that go on are cut off here. @param at the latest moment anything was seen */
  close(at: number): void {
    this.tellStacks();
    for (const { lane } of this.#threads) {
      for (const operation of lane.running.values()) this.#operation(lane, operation, at, sliceFlags.unfinished);
      lane.running.clear();
    }
    this.#tasks.takeAll();
    this.#jobs.close(at);
    for (const [thing, { count, known }] of this.#untold) {
      const many = known ? String(count) : 'Some';
      this.#notice(
        `${many} ${thing} came too fast to be told one by one${known ? ': only their number was kept' : ', and are left out'}.`,
      );
    }
  }

  /** The scheduler tells when a thread ends. */
  ended(thread: AgentThread, _at: number, inOrder: boolean): void {
    this.#of(thread).endedInOrder = inOrder;
  }

  notice(sentence: string): void {
    if (this.#sentences.has(sentence) || this.#sentences.size > maxSentences) return;
    this.#sentences.add(sentence);
    this.#notice(this.#sentences.size > maxSentences ? 'Agents said more than is kept here.' : sentence);
  }

  #sampled(thread: AgentThread, sample: StackSample, until: number): void {
    const lane = this.#of(thread);
    lane.samples.push(sample);
    lane.sampledUntil = Math.max(lane.sampledUntil, until);
  }

  #of(thread: AgentThread): AgentLane {
    return this.#threads[thread]!.lane;
  }

  /** Nothing of it is a call: it is waited for from its start on. */
  #operation(lane: AgentLane, operation: RunningOperation, end: number, flags: number): void {
    const from = Math.max(0, operation.start);
    const to = Math.max(from, end);
    const { name, slot } = operation;
    this.#await(lane, operation, to);
    this.#builder.row(lane.track('operations'), from, to, from, name, slot, Number.NaN, Number.NaN, flags);
  }

  #await(lane: AgentLane, { awaits, slot }: RunningOperation, until: number): void {
    if (awaits !== null && until > awaits.since)
      this.#slice(lane.track('awaits'), awaits.since, until, awaits.what, slot);
  }

  #slice(track: TrackId, start: number, end: number, name: number, slot = 0): void {
    const from = Math.max(0, start);
    const to = Math.max(from, end);
    this.#builder.row(track, from, to, to, name, slot, Number.NaN, Number.NaN, 0);
  }
}

const outcomeFlags = {
  ended: 0,
  failed: sliceFlags.failed,
  cancelled: sliceFlags.cancelled,
  unfinished: sliceFlags.unfinished,
} as const;
