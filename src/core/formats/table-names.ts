import type { Lane, LaneId } from '../trace/lane';
import type { TrackId, TrackInfo, TrackKind } from '../trace/track';
import { FormatError } from './format-error';
import { limits } from './limits';

export interface TrackTable {
  readonly lanes: readonly Lane[];
  readonly laneIds: ReadonlySet<LaneId>;
  readonly tracks: readonly TrackInfo[];
  readonly strings: readonly string[];
  readonly seenUntil: number;
  readonly kinds: ReadonlyMap<TrackId, TrackKind>;
}

const counted = ['lanes', 'tracks', 'strings', 'characters', 'lines'] as const;
type Counted = (typeof counted)[number];

/** What all runs of a comparison name together. */
export class TableTotals {
  readonly #counts: Record<Counted, number> = { lanes: 0, tracks: 0, strings: 0, characters: 0, lines: 0 };

  has(what: Counted, count: number): boolean {
    return this.#counts[what] + count <= limits[what];
  }

  /** @throws {FormatError} beyond the limit */
  add(what: Counted, count: number): void {
    if (!this.has(what, count)) throw new FormatError(`has more than ${limits[what]} ${what}`);
    this.#counts[what] += count;
  }
}

/** Lanes, tracks and strings of a run, as its reader and its writer let them in. */
export class TableNames {
  readonly #totals: TableTotals;
  readonly #lanes = new Map<LaneId, Lane>();
  /** Towards the root of each lane's tree; paths are shortened as they are walked. */
  readonly #towardsRoot = new Map<LaneId, LaneId>();
  readonly #tracks = new Map<TrackId, TrackInfo>();
  readonly #kinds = new Map<TrackId, TrackKind>();
  readonly #strings: string[] = [];

  constructor(totals: TableTotals) {
    this.#totals = totals;
  }

  /** @throws {FormatError} */
  lane(lane: Lane): void {
    const { id, parent } = lane;
    const known = this.#lanes.get(id);
    if (known === undefined) {
      this.#checkParent(lane);
      // Its own parent: it would be named before it.
      this.#totals.add('lanes', 1);
      this.#totals.add('characters', lane.name.length);
      this.#towardsRoot.set(id, parent ?? id);
    } else {
      // It may have been given another name, or a parent that was not known before, and nothing else.
      const isMoved = known.parent !== parent;
      const isWrong = known.kind !== lane.kind || (isMoved && (known.parent !== null || parent === null));
      if (isWrong) throw new FormatError(`names lane ${id} twice`);
      if (isMoved) {
        this.#checkParent(lane);
        if (this.#rootOf(parent!) === id) throw new FormatError(`names lane ${id} twice`);
        this.#towardsRoot.set(id, parent!);
      }
      this.#totals.add('characters', lane.name.length);
    }
    this.#lanes.set(id, lane);
  }

  /** @throws {FormatError} */
  track(track: TrackInfo): void {
    if (this.#tracks.has(track.id)) throw new FormatError(`names track ${track.id} twice`);
    if (!this.#lanes.has(track.lane)) {
      throw new FormatError(`names track ${track.id} of lane ${track.lane}, which it does not have`);
    }
    this.#totals.add('tracks', 1);
    this.#totals.add('characters', track.name.length);
    this.#tracks.set(track.id, track);
    this.#kinds.set(track.id, track.kind);
  }

  /** @throws {FormatError} */
  strings(strings: readonly string[]): void {
    this.#totals.add('strings', strings.length);
    for (const text of strings) {
      this.#totals.add('characters', text.length);
      this.#strings.push(text);
    }
  }

  table(seenUntil: number): TrackTable {
    return {
      lanes: withinDepth(this.#lanes),
      laneIds: new Set(this.#lanes.keys()),
      tracks: [...this.#tracks.values()],
      strings: this.#strings,
      seenUntil,
      kinds: this.#kinds,
    };
  }

  /** What rows are checked against; grows with the table. */
  get known(): Pick<TrackTable, 'kinds' | 'strings'> & { readonly laneIds: { has(id: LaneId): boolean } } {
    return { kinds: this.#kinds, strings: this.#strings, laneIds: this.#lanes };
  }

  #checkParent({ id, parent }: Lane): void {
    if (parent === null || this.#lanes.has(parent)) return;
    throw new FormatError(`names lane ${id} before its parent ${parent}`);
  }

  #rootOf(lane: LaneId): LaneId {
    let at = lane;
    for (let next = this.#towardsRoot.get(at)!; next !== at; next = this.#towardsRoot.get(at)!) {
      // Halves the path: all walks together are almost linear (Tarjan and van Leeuwen, 1984).
      const beyond = this.#towardsRoot.get(next)!;
      this.#towardsRoot.set(at, beyond);
      at = next;
    }
    return at;
  }
}

/** Lanes deeper than the limit are put beneath the last one that is within it: who walks up to the root walks few steps. */
function withinDepth(lanes: ReadonlyMap<LaneId, Lane>): Lane[] {
  const depths = new Map<LaneId, number>();
  const flat = new Map<LaneId, Lane>();
  const place = (lane: Lane): void => {
    const parent = lane.parent === null ? null : flat.get(lane.parent)!;
    const depth = parent === null ? 0 : depths.get(parent.id)! + 1;
    const isTooDeep = depth > limits.laneDepth;
    flat.set(lane.id, isTooDeep ? { ...lane, parent: parent!.parent } : lane);
    depths.set(lane.id, isTooDeep ? depth - 1 : depth);
  };
  for (const lane of lanes.values()) {
    // One that was given its parent later may come before it.
    const waiting: Lane[] = [];
    for (let at: Lane | undefined = lane; at !== undefined && !flat.has(at.id);) {
      waiting.push(at);
      at = at.parent === null ? undefined : lanes.get(at.parent);
    }
    for (const each of waiting.toReversed()) place(each);
  }
  return [...lanes.keys()].map((id) => flat.get(id)!);
}
