/*
 * Two values that a structured clone can't tell apart have the same hash: a result computed in another thread or
 * process compares equal to one computed here. Objects are hashed by their own enumerable string keys, sorted;
 * maps and sets regardless of order; class instances as what they become when cloned, plain objects.
 *
 * An object that contains itself is hashed with the number of levels up to where it was met before. Sub-values that
 * hold no such reference out of themselves are remembered, so that a value that shares parts costs each part once.
 */
import { add64, Hasher, zero64, type Hash64 } from './hash64';

const tags = {
  undefined: 1,
  null: 2,
  false: 3,
  true: 4,
  number: 5,
  string: 6,
  bigint: 7,
  back: 8,
  array: 9,
  hole: 10,
  object: 11,
  map: 12,
  set: 13,
  date: 14,
  regExp: 15,
  error: 16,
  buffer: 17,
  view: 18,
  boxed: 19,
} as const;

/** A value that can't be sent between threads or processes; the message reads after "item 7 ". */
export class NotCloneableError extends TypeError {
  override readonly name = 'NotCloneableError';
}

/** @throws {NotCloneableError} for functions, symbols and whatever else a structured clone refuses. */
export function structuralHash(value: unknown): Hash64 {
  if (typeof value === 'number') return new Hasher(tags.number).float(value).finish();
  try {
    return new StructuralHash().of(value);
  } catch (error) {
    if (error instanceof RangeError)
      throw new NotCloneableError('returned a value that is nested too deeply to compare');
    throw error;
  }
}

class StructuralHash {
  readonly #depths = new Map<object, number>();
  readonly #known = new Map<object, Hash64>();
  /** The shallowest level a back reference led to since it was last raised. */
  #highestReference = Infinity;

  of(value: unknown): Hash64 {
    switch (typeof value) {
      case 'undefined':
        return new Hasher(tags.undefined).finish();
      case 'boolean':
        return new Hasher(value ? tags.true : tags.false).finish();
      case 'number':
        return new Hasher(tags.number).float(value).finish();
      case 'string':
        return new Hasher(tags.string).text(value).finish();
      case 'bigint':
        return new Hasher(tags.bigint).text(value.toString(16)).finish();
      case 'object':
        return value === null ? new Hasher(tags.null).finish() : this.#ofReference(value);
      default:
        throw refused(`a ${typeof value}`);
    }
  }

  #ofReference(value: object): Hash64 {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const depth = this.#depths.size;
    const before = this.#depths.get(value);
    if (before !== undefined) {
      this.#highestReference = Math.min(this.#highestReference, before);
      return new Hasher(tags.back).word(depth - before).finish();
    }
    const outer = this.#highestReference;
    this.#highestReference = Infinity;
    this.#depths.set(value, depth);
    const hash = this.#ofObject(value);
    this.#depths.delete(value);
    if (this.#highestReference >= depth) this.#known.set(value, hash);
    this.#highestReference = Math.min(outer, this.#highestReference);
    return hash;
  }

  #ofObject(value: object): Hash64 {
    if (Array.isArray(value)) return this.#ofArray(value);
    if (ArrayBuffer.isView(value)) return ofView(value);
    if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
      return new Hasher(tags.buffer).bytes(new Uint8Array(value)).finish();
    }
    if (value instanceof Map) return this.#ofEntries(tags.map, value);
    if (value instanceof Set) return this.#ofMembers(value);
    if (value instanceof Date) return new Hasher(tags.date).float(value.getTime()).finish();
    if (value instanceof RegExp) return new Hasher(tags.regExp).text(value.source).text(value.flags).finish();
    if (value instanceof Error) return this.#ofError(value);
    if (boxed.has(tagOf(value))) {
      return new Hasher(tags.boxed).hash(this.of(value.valueOf())).finish();
    }
    refuseUncloneable(value);
    return this.#ofPlain(value);
  }

  #ofArray(value: readonly unknown[]): Hash64 {
    const hasher = new Hasher(tags.array).word(value.length);
    for (let index = 0; index < value.length; index++) {
      if (index in value) hasher.hash(this.of(value[index]));
      else hasher.word(tags.hole);
    }
    return hasher.finish();
  }

  #ofPlain(value: object): Hash64 {
    const hasher = new Hasher(tags.object);
    const keys = Object.keys(value).sort();
    hasher.word(keys.length);
    for (const key of keys) hasher.text(key).hash(this.of((value as Record<string, unknown>)[key]));
    return hasher.finish();
  }

  #ofEntries(tag: number, value: Map<unknown, unknown>): Hash64 {
    let sum = zero64;
    for (const [key, entry] of value)
      sum = add64(sum, new Hasher(tag).hash(this.of(key)).hash(this.of(entry)).finish());
    return new Hasher(tag).word(value.size).hash(sum).finish();
  }

  #ofMembers(value: Set<unknown>): Hash64 {
    let sum = zero64;
    for (const member of value) sum = add64(sum, new Hasher(tags.set).hash(this.of(member)).finish());
    return new Hasher(tags.set).word(value.size).hash(sum).finish();
  }

  /** Not its stack: that names files and lines, which differ between modes. */
  #ofError(value: Error): Hash64 {
    const hasher = new Hasher(tags.error).text(value.name).text(value.message);
    if ('cause' in value) hasher.hash(this.of(value.cause));
    return hasher.finish();
  }
}

/** A Buffer is cloned to a Uint8Array. */
function ofView(value: ArrayBufferView): Hash64 {
  const type = value instanceof Uint8Array ? 'Uint8Array' : tagOf(value);
  return new Hasher(tags.view)
    .text(type)
    .bytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
    .finish();
}

const boxed = new Set(['Number', 'String', 'Boolean']);
const uncloneable = new Set(['Promise', 'WeakMap', 'WeakSet', 'WeakRef', 'Generator', 'AsyncGenerator', 'Symbol']);

function refuseUncloneable(value: object): void {
  const tag = tagOf(value);
  if (uncloneable.has(tag)) throw refused(`a ${tag}`);
}

const tagOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);

function refused(what: string): NotCloneableError {
  return new NotCloneableError(
    `returned ${what}, which can't be sent between threads or processes: return numbers, strings, arrays, plain objects, maps or sets`,
  );
}
