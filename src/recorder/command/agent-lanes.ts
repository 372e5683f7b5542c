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
}

/** Turns what Node agents tell into tracks beneath the scheduler's lane of the same thread. */
export class AgentLanes implements NodeAgentSink {
  readonly open = new OpenTasks();
  readonly #builder: ChunkBuilder;
  readonly #lanes: SchedulerLanes;
  readonly #notice: (sentence: string) => void;
  readonly #threads: AgentLane[] = [];
  readonly #untold = new Map<UntoldThing, number>();

  constructor(builder: ChunkBuilder, lanes: SchedulerLanes, notice: (sentence: string) => void) {
    this.#builder = builder;
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

  stackNode(_thread: AgentThread, _node: StackNode): void {
    // CPU samples are not asked for.
  }

  sample(): void {
    // CPU samples are not asked for.
  }

  promises(): void {
    // Promises are not asked for.
  }

  untold(_thread: AgentThread, thing: UntoldThing, _from: number, _to: number, count: number | null): void {
    this.#untold.set(thing, (this.#untold.get(thing) ?? 0) + (count ?? 0));
  }

  /** Nothing more comes: operations that go on are cut off here. @param at the latest moment anything was seen */
  close(at: number): void {
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

  #slice(track: TrackId, start: number, end: number, name: number): void {
    const from = Math.max(0, start);
    const to = Math.max(from, end);
    this.#builder.row(track, from, to, to, name, 0, Number.NaN, Number.NaN, 0);
  }
}
