/** Random values for one round of a fuzzer, all from one seed. */
export interface Draw {
  /** In [0, 1). */
  readonly random: () => number;
  /** A whole number from `low` to `high`, both included. */
  readonly int: (low: number, high: number) => number;
  /** True once in `times`. */
  readonly oneIn: (times: number) => boolean;
  readonly pick: <T>(values: readonly T[]) => T;
  readonly bytes: (count: number) => Uint8Array;
  /** A string that breaks things: controls, escapes, bidi overrides, lone surrogates, very long, empty. */
  readonly hostileString: () => string;
  /** A number that breaks things: negative, fractional, huge, not finite. */
  readonly hostileNumber: () => number;
}

const strings = [
  '',
  ' ',
  '\0',
  '\n',
  '\r\n',
  '\t',
  '\b\b\b',
  '\u001B]0;title\u0007',
  '\u001B[2J',
  '\u001B[31mred',
  '\u009B31m',
  '\u009D0;title\u009C',
  '\u007F',
  '\u202Egnp.exe',
  '\u2066isolated',
  '\u200Bzero\u200Dwidth\uFEFF',
  '\u2028line\u2029',
  '\uD800',
  'é',
  '漢字',
  '👩‍👩‍👧',
  'e\u0301\u0302\u0303',
  '../../etc/passwd',
  '/dev/zero',
  '__proto__',
  'constructor',
  'null',
  '-o',
  '%s%n',
  '"',
  "'",
  '`$(true)`',
  '<img src=x>',
] as const;

const numbers = [
  0,
  -0,
  1,
  -1,
  0.5,
  1e-9,
  255,
  256,
  65_535,
  65_536,
  2 ** 31,
  2 ** 32,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  2 ** 53,
  1e300,
  NaN,
  Infinity,
  -Infinity,
] as const;

export function drawFrom(random: () => number): Draw {
  const int = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const pick = <T>(values: readonly T[]): T => values[int(0, values.length - 1)]!;
  const codePoints = (): string =>
    Array.from({ length: int(1, 12) }, () =>
      String.fromCodePoint(int(0, pick([0x1f, 0xff, 0x2fff, 0xffff, 0x1_ffff]))),
    ).join('');
  const hostileString = (): string => {
    const kind = int(0, 9);
    if (kind === 0) return pick(strings).repeat(int(1, 2000));
    if (kind < 4) return codePoints();
    return kind < 7 ? pick(strings) : pick(strings) + codePoints() + pick(strings);
  };
  return {
    random,
    int,
    oneIn: (times) => int(1, times) === 1,
    pick,
    bytes: (count) => Uint8Array.from({ length: count }, () => int(0, 255)),
    hostileString,
    hostileNumber: () => (int(0, 2) === 0 ? (random() - 0.5) * 2 ** int(0, 64) : pick(numbers)),
  };
}
