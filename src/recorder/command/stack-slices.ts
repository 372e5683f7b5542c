import type { StackNode } from '../agents/agent-sink';

/** A function that was on the stack from `start` to `end` without a break, `depth` calls below the outermost one. */
export interface StackSlice {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  /** The stack node of its first sample. */
  readonly node: StackNode;
}

/** What a thread ran at a moment; `node` null: none of the program's functions. */
export interface StackSample {
  readonly at: number;
  readonly node: number | null;
  /** It ran that up to here, and what it ran behind is not known. Left away: as long as a sample speaks. */
  readonly until?: number;
}

interface Open {
  readonly start: number;
  readonly node: StackNode;
}

/** A sample speaks until the next one, but not longer than so many intervals: the thread may have been kept from sampling. */
const mostIntervals = 10;
const garbageFrame = '(garbage collector)';
/** Deeper calls are left out: they would be too many to be drawn. */
export const mostDepth = 256;

/**
 * Makes slices of stack samples: neighbouring samples with the same function at the same depth, below the same callers, are
 * one slice. Time order in, slices out in order of their start, outer ones first.
 */
export class StackSlices {
  readonly #nodes = new Map<number, StackNode>();
  readonly #paths = new Map<number, readonly StackNode[]>();
  readonly #longest: number;
  #open: Open[] = [];
  #last: number | null = null;
  /** What the last sample says holds for so long behind `#last`. */
  #speaks = 0;

  /** @param intervalNs between two samples */
  constructor(intervalNs: number) {
    this.#longest = intervalNs * mostIntervals;
  }

  addNode(node: StackNode): void {
    this.#nodes.set(node.node, node);
  }

  /** @param samples in order of time */
  take(samples: readonly StackSample[]): StackSlice[] {
    const slices: StackSlice[] = [];
    for (const { at, node, until: known } of samples) {
      const path = node === null ? [] : this.#withGarbage(this.#path(node));
      const until = this.#last === null ? at : Math.min(at, this.#last + this.#speaks);
      let same = 0;
      if (until === at) while (same < path.length && this.#open[same]?.node === path[same]) same++;
      this.#close(same, until, slices);
      for (let depth = same; depth < path.length; depth++) this.#open.push({ start: at, node: path[depth]! });
      this.#last = known ?? at;
      this.#speaks = known === undefined ? this.#longest : 0;
    }
    // What goes on is told of up to here, and goes on as another slice: the picture need not wait for its end.
    const goesOn = this.#open.map(({ node }) => node);
    if (this.#last !== null) this.#close(0, this.#last, slices);
    for (const node of goesOn) this.#open.push({ start: this.#last!, node });
    return slices.sort((a, b) => a.start - b.start || a.depth - b.depth);
  }

  /** V8 tells garbage collections without who was interrupted: that is who ran before. */
  #withGarbage(path: readonly StackNode[]): readonly StackNode[] {
    if (path.length !== 1 || path[0]!.function !== garbageFrame) return path;
    const interrupted = this.#open.map(({ node }) => node).filter(({ function: name }) => name !== garbageFrame);
    return [...interrupted, ...path];
  }

  #close(depth: number, end: number, into: StackSlice[]): void {
    for (let at = depth; at < this.#open.length; at++) {
      const { start, node } = this.#open[at]!;
      if (end > start) into.push({ start, end, depth: at, node });
    }
    this.#open = this.#open.slice(0, depth);
  }

  /** From the outermost function to this one. */
  #path(node: number): readonly StackNode[] {
    const known = this.#paths.get(node);
    if (known !== undefined) return known;
    const own = this.#nodes.get(node);
    if (own === undefined) return [];
    const path = [...(own.parent === null ? [] : this.#path(own.parent)), own].slice(0, mostDepth);
    this.#paths.set(node, path);
    return path;
  }
}

/** What a frame is called in the recording: `parse (/srv/app/json.js:12)`. */
export function frameName({ function: name, file, line }: StackNode): string {
  const where = file.replace(/^file:\/\//, '');
  return where === '' ? name : `${name} (${where}${line > 0 ? `:${line}` : ''})`;
}
