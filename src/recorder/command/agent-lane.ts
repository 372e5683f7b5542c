import type { LaneId } from '../../core/trace/lane';
import { trackNames, type CounterUnit, type TrackId, type TrackKind } from '../../core/trace/track';
import type { ChunkBuilder } from '../assemble/chunk-builder';
import { Slots } from './slots';
import { StackSlices, type StackSample } from './stack-slices';

interface TrackSort {
  readonly kind: TrackKind;
  readonly unit?: CounterUnit;
  /** Of a thread of Python, which may have no event loop: on the thread's own lane. */
  readonly ofThread?: true;
}

const sorts = {
  lag: { kind: 'counter', unit: 'nanos' },
  utilisation: { kind: 'counter', unit: 'share' },
  inFlight: { kind: 'counter', unit: 'count' },
  blocked: { kind: 'slices' },
  operations: { kind: 'slices' },
  steps: { kind: 'slices' },
  awaits: { kind: 'slices' },
  startedBy: { kind: 'flows' },
  promises: { kind: 'counter', unit: 'count' },
  stack: { kind: 'slices', ofThread: true },
  garbage: { kind: 'slices', ofThread: true },
  measures: { kind: 'slices', ofThread: true },
  userMarks: { kind: 'marks', ofThread: true },
} as const satisfies Partial<Record<keyof typeof trackNames, TrackSort>>;
export type AgentTrack = keyof typeof sorts;

export interface RunningOperation {
  /** Index of a string. */
  name: number;
  readonly start: number;
  readonly slot: number;
  /** Since when it waits for what (index of a string); null: not known, or it does not wait. */
  awaits: { readonly since: number; readonly what: number } | null;
}

/** What an agent tells of one thread: tracks are made with their first row, an event loop with its first track. */
export class AgentLane {
  readonly thread: LaneId;
  readonly slots = new Slots();
  readonly running = new Map<number, RunningOperation>();
  readonly stacks: StackSlices;
  /** Not turned into slices yet. */
  samples: StackSample[] = [];
  /** Of the last sample. */
  sampledUntil = 0;
  /** The agent's last word was heard: nothing is missing behind it. */
  endedInOrder = false;
  readonly #builder: ChunkBuilder;
  readonly #ids: { readonly pid: number; readonly tid?: number };
  readonly #loopForAll: boolean;
  readonly #tracks = new Map<AgentTrack, TrackId>();
  #loop: LaneId | null = null;

  /**
   * @param loopForAll the thread has an event loop, and all is told of that
   * @param sampleNs between two samples of what it runs
   */
  constructor(
    builder: ChunkBuilder,
    thread: LaneId,
    ids: { readonly pid: number; readonly tid?: number },
    loopForAll: boolean,
    sampleNs: number,
  ) {
    this.stacks = new StackSlices(sampleNs);
    this.#builder = builder;
    this.thread = thread;
    this.#ids = ids;
    this.#loopForAll = loopForAll;
    if (loopForAll) this.#loop = this.#makeLoop();
  }

  /** The lane that messages are drawn from and to. */
  get lane(): LaneId {
    return this.#loopForAll ? this.loop : this.thread;
  }

  get loop(): LaneId {
    return (this.#loop ??= this.#makeLoop());
  }

  track(name: AgentTrack): TrackId {
    const known = this.#tracks.get(name);
    if (known !== undefined) return known;
    const { kind, unit, ofThread }: TrackSort = sorts[name];
    const lane = ofThread === true ? this.lane : this.loop;
    const id = this.#builder.addTrack({ lane, kind, name: trackNames[name], ...(unit === undefined ? {} : { unit }) });
    this.#tracks.set(name, id);
    return id;
  }

  #makeLoop(): LaneId {
    return this.#builder.addLane({ kind: 'loop', name: 'event loop', parent: this.thread, ...this.#ids });
  }
}
