import type { AgentHello, GarbageKind, MeasureSource, UntoldThing } from '../../core/protocol/agent';
import type { LaneId } from '../../core/trace/lane';
import { sliceFlags, trackNames, type TrackId } from '../../core/trace/track';
import type {
  AgentThread,
  EndedOperation,
  NodeAgentSink,
  StackNode,
  StartedOperation,
} from '../agents/node-agent-sink';
import { OpenTasks } from '../assemble/open-tasks';
import type { ChunkBuilder } from '../assemble/chunk-builder';
import type { SchedulerLanes } from './scheduler-lanes';
import { Slots } from './slots';
import { frameName, StackSlices } from './stack-slices';

interface AgentLane {
  readonly lane: LaneId;
  readonly lag: TrackId;
  readonly utilisation: TrackId;
  readonly inFlight: TrackId;
  readonly blocked: TrackId;
  readonly garbage: TrackId;
  readonly operations: TrackId;
  readonly measures: TrackId;
  readonly marks: TrackId;
  readonly slots: Slots;
  readonly running: Map<number, { readonly name: number; readonly start: number; readonly slot: number }>;
  readonly stacks: StackSlices;
  /** Not turned into slices yet. */
  samples: { readonly at: number; readonly node: number | null }[];
  /** Made when there is something for them. */
  stack: TrackId | null;
  promises: TrackId | null;
}

/** Turns what Node agents tell into tracks beneath the scheduler's lane of the same thread. */
export class AgentLanes implements NodeAgentSink {
  readonly open = new OpenTasks();
  readonly #builder: ChunkBuilder;
  readonly #lanes: SchedulerLanes;
  readonly #notice: (sentence: string) => void;
  readonly #threads: AgentLane[] = [];
  readonly #untold = new Map<UntoldThing, number>();
  readonly #sampleNs: number;

  /** @param sampleNs between two samples of what a thread runs */
  constructor(builder: ChunkBuilder, lanes: SchedulerLanes, sampleNs: number, notice: (sentence: string) => void) {
    this.#builder = builder;
    this.#sampleNs = sampleNs;
    this.#lanes = lanes;
    this.#notice = notice;
  }

  /** Threads that have told anything. */
  get threads(): number {
    return this.#threads.length;
  }

  thread(hello: AgentHello): AgentThread {
    const { pid, tid } = hello;
    const thread = this.#lanes.agentThread(pid, tid, hello.kind === 'main' ? null : `worker ${hello.thread}`);
    const lane = this.#builder.addLane({
      kind: 'loop',
      name: 'event loop',
      parent: thread,
      pid,
      ...(tid === null ? {} : { tid }),
    });
    const track = (name: string, kind: 'counter' | 'slices' | 'marks', unit?: 'nanos' | 'share' | 'count'): TrackId =>
      this.#builder.addTrack({ lane, kind, name, ...(unit === undefined ? {} : { unit }) });
    return (
      this.#threads.push({
        lane,
        lag: track(trackNames.lag, 'counter', 'nanos'),
        utilisation: track(trackNames.utilisation, 'counter', 'share'),
        inFlight: track(trackNames.inFlight, 'counter', 'count'),
        blocked: track(trackNames.blocked, 'slices'),
        garbage: track(trackNames.garbage, 'slices'),
        operations: track(trackNames.operations, 'slices'),
        measures: track(trackNames.measures, 'slices'),
        marks: track(trackNames.userMarks, 'marks'),
        slots: new Slots(),
        running: new Map(),
        stacks: new StackSlices(this.#sampleNs),
        samples: [],
        stack: null,
        promises: null,
      }) - 1
    );
  }

  lag(thread: AgentThread, at: number, worst: number): void {
    this.#builder.row(this.#of(thread).lag, at, worst);
  }

  utilisation(thread: AgentThread, at: number, share: number): void {
    this.#builder.row(this.#of(thread).utilisation, at, share);
  }

  inFlight(thread: AgentThread, at: number, most: number): void {
    this.#builder.row(this.#of(thread).inFlight, at, most);
  }

  blocked(thread: AgentThread, start: number, end: number): void {
    this.#slice(this.#of(thread).blocked, start, end, this.#builder.string('event loop blocked'));
  }

  garbage(thread: AgentThread, start: number, end: number, kind: GarbageKind): void {
    this.#slice(this.#of(thread).garbage, start, end, this.#builder.string(`garbage: ${kind}`));
  }

  operationStart(thread: AgentThread, { id, at, kind, name }: StartedOperation): void {
    const { running, slots, operations } = this.#of(thread);
    const slot = slots.take();
    const text = this.#builder.string(name === '' ? kind : name);
    running.set(id, { name: text, start: at, slot });
    this.open.add(operations, { item: id, start: at, slot });
  }

  operationEnd(thread: AgentThread, { id, at, outcome }: EndedOperation): void {
    const { running, slots, operations } = this.#of(thread);
    const operation = running.get(id);
    if (operation === undefined) return;
    running.delete(id);
    slots.give(operation.slot);
    this.open.end(operations, id);
    const flags = outcome === 'unfinished' ? sliceFlags.unfinished : 0;
    this.#operation(operations, operation.start, at, operation.name, operation.slot, flags);
  }

  made(): void {
    // The scheduler tells who made whom, also of programs without an agent.
  }

  message(from: AgentThread, to: AgentThread, sentAt: number, receivedAt: number): void {
    this.#lanes.message(this.#of(from).lane, this.#of(to).lane, sentAt, receivedAt);
  }

  mark(thread: AgentThread, at: number, name: string): void {
    this.#builder.row(this.#of(thread).marks, at, this.#builder.string(name));
  }

  measure(thread: AgentThread, start: number, end: number, name: string, _source: MeasureSource): void {
    this.#slice(this.#of(thread).measures, start, end, this.#builder.string(name));
  }

  stackNode(thread: AgentThread, node: StackNode): void {
    this.#of(thread).stacks.addNode(node);
  }

  sample(thread: AgentThread, at: number, node: number | null): void {
    this.#of(thread).samples.push({ at, node });
  }

  promises(thread: AgentThread, at: number, made: number): void {
    const lane = this.#of(thread);
    lane.promises ??= this.#builder.addTrack({
      lane: lane.lane,
      kind: 'counter',
      name: trackNames.promises,
      unit: 'count',
    });
    this.#builder.row(lane.promises, at, made);
  }

  /** Samples that came since the last call become slices. */
  tellStacks(): void {
    for (const lane of this.#threads) {
      if (lane.samples.length === 0) continue;
      const slices = lane.stacks.take(lane.samples);
      lane.samples = [];
      lane.stack ??= this.#builder.addTrack({ lane: lane.lane, kind: 'slices', name: trackNames.stack });
      for (const { start, end, depth, node } of slices) {
        this.#slice(lane.stack, start, end, this.#builder.string(frameName(node)), depth);
      }
    }
  }

  untold(_thread: AgentThread, thing: UntoldThing, _from: number, _to: number, count: number | null): void {
    this.#untold.set(thing, (this.#untold.get(thing) ?? 0) + (count ?? 0));
  }

  /** Nothing more comes: operations that go on are cut off here. @param at the latest moment anything was seen */
  close(at: number): void {
    this.tellStacks();
    for (const { running, operations } of this.#threads) {
      for (const { name, start, slot } of running.values()) {
        this.#operation(operations, start, at, name, slot, sliceFlags.unfinished);
      }
      running.clear();
    }
    this.open.takeAll();
    for (const [thing, count] of this.#untold) {
      const many = count === 0 ? 'More' : String(count);
      this.#notice(`${many} ${thing} came too fast to be told one by one: only their number was kept.`);
    }
  }

  ended(): void {
    // The scheduler tells when a thread ends.
  }

  notice(sentence: string): void {
    this.#notice(sentence);
  }

  #of(thread: AgentThread): AgentLane {
    return this.#threads[thread]!;
  }

  /** Nothing of it is a call: it is waited for from its start on. */
  #operation(track: TrackId, start: number, end: number, name: number, slot: number, flags: number): void {
    const from = Math.max(0, start);
    const to = Math.max(from, end);
    this.#builder.row(track, from, to, from, name, slot, Number.NaN, Number.NaN, flags);
  }

  #slice(track: TrackId, start: number, end: number, name: number, slot = 0): void {
    const from = Math.max(0, start);
    const to = Math.max(from, end);
    this.#builder.row(track, from, to, to, name, slot, Number.NaN, Number.NaN, 0);
  }
}
