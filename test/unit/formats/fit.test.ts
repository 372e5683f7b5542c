import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRows } from '../../../src/core/formats/check-rows';
import { ChunkFitter } from '../../../src/core/formats/fit-chunk';
import { cutText } from '../../../src/core/base/cut-text';
import { fitComparison, fitRun, jsonBytes } from '../../../src/core/formats/fit-manifest';
import { limits } from '../../../src/core/formats/limits';
import { TableTotals } from '../../../src/core/formats/table-names';
import { encodeTableLines, TrackTableReader } from '../../../src/core/formats/track-table';
import { parseComparison, parseRun } from '../../../src/core/formats/upgrade';
import type { RecordingChunk } from '../../../src/core/trace/chunk';
import type { RunManifest } from '../../../src/core/trace/run';
import { comparison, done, firstChunk, run } from '../../integration/store/recorded';

const read = (document: unknown): unknown => JSON.parse(JSON.stringify(document));

/** Every member that a run may have. */
const full: RunManifest = {
  ...done('r1', 'threads · Python 3.13', 5),
  failure: { message: 'It threw.', item: 7, stack: 'at x', output: 'last words' },
  python: { path: '/usr/bin/python3', version: '3.13.1' },
  command: {
    name: 'make',
    line: 'make -j8',
    folder: '/home',
    exitCode: 1,
    signal: 'SIGTERM',
    attached: { pid: 5, seconds: 3 },
    monotonicMs: 6,
  },
  difference: { against: 'r0', item: null },
  lost: { events: 3, samples: null },
  notices: ['Something was lost.'],
};
const loop = {
  process: 'node',
  thread: 'main',
  pid: 5,
  tid: 6,
  utilisation: 0.5,
  lagP50Ms: 1,
  lagP99Ms: 2,
  lagMaxMs: 3,
};
const everything: RunManifest = {
  ...full,
  outcome: { ...full.outcome!, eventLoops: [loop], pickling: { ms: 1, packMs: 1, unpackMs: 1, bytes: 9 } },
};

/** All places in a document where a value may be put. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, member]) => places(member, [...path, name]))].filter(
    (each) => each.length > 0,
  );
}

function withValue(document: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  if (Array.isArray(document)) return document.with(Number(name), withValue(document[Number(name)], rest, value));
  return { ...(document as object), [name]: withValue(Reflect.get(document as object, name), rest, value) };
}

/** Values that a program, a file name or a mistake of ours may lead to. */
const odd = fc.oneof(
  fc.constantFrom(Number.NaN, Infinity, -1, -0.5, 0.5, 2 ** 60, null, undefined, true, '', {}, []),
  fc.nat(250_000).map((length) => '🤹'.repeat(length)),
  fc.nat(1_100_000).map((length) => '\u0000'.repeat(length)),
  fc.nat(11_000).map((length) => Array.from({ length }, () => '\u0001'.repeat(1500))),
  fc.nat(12_000).map((length) => Array.from({ length }, () => loop)),
);

function fitOrRefusal(document: RunManifest, maxBytes: number): ReturnType<typeof fitRun> | string {
  try {
    return fitRun(document, maxBytes);
  } catch (error) {
    return String(error);
  }
}

/** These are many values, on a machine that may be busy; each takes a second or two alone. */
const slow = { timeout: 60_000 };

describe('a run that is written', () => {
  it('is read, whatever it holds; or it is told that nothing can hold it', slow, () => {
    const paths = places(everything);
    const spots = fc.array(fc.tuple(fc.constantFrom(...paths), odd), { minLength: 1, maxLength: 2 });
    const seen = { fitted: 0, cut: 0 };
    fc.assert(
      fc.property(spots, fc.constantFrom(20_000, 1_000_000, limits.jsonBytes), (changes, maxBytes) => {
        const document = changes.reduce<unknown>((changed, [path, value]) => {
          return places(changed).some((each) => each.join('.') === path.join('.'))
            ? withValue(changed, path, value)
            : changed;
        }, everything) as RunManifest;
        const fitted = fitOrRefusal(document, maxBytes);
        if (typeof fitted === 'string') return fitted.includes('that no file can hold');
        seen.fitted++;
        expect(parseRun(read(fitted.manifest))).toEqual(fitted.manifest);
        expect(jsonBytes(fitted.manifest)).toBeLessThanOrEqual(maxBytes);
        if (fitted.sentence === null) return true;
        seen.cut++;
        return fitted.manifest.notices!.includes(fitted.sentence);
      }),
      { numRuns: 60, seed: 9 },
    );
    expect(seen.fitted).toBeGreaterThan(20);
    expect(seen.cut).toBeGreaterThan(10);
  });

  it.each<[string, Partial<RunManifest>, string]>([
    [
      'a command line',
      { command: { ...full.command!, line: 'x'.repeat(120_000) } },
      'command.line (120,000 characters, 100,000 kept)',
    ],
    ['notices', { notices: Array.from({ length: 12_000 }, () => 'x') }, 'notices (12,000 entries, 10,000 kept)'],
    ['a time that is none', { outcome: { ...full.outcome!, workCpuMs: Number.NaN } }, 'outcome.workCpuMs (left out)'],
  ])('is cut, and says so: %s', (_, change, cut) => {
    const { manifest } = fitRun(run('r', change));
    expect(manifest.notices!.at(-1)).toBe(`Cut to what a file can hold: ${cut}.`);
    expect(parseRun(read(manifest))).toEqual(manifest);
  });

  it('is left as it is when it is within the limits', () => {
    expect(fitRun(everything)).toEqual({ manifest: everything, sentence: null });
  });

  it('is counted in bytes of UTF-8', () => {
    for (const text of ['', 'x', 'é', '€', '🤹', '\ud800']) {
      expect(jsonBytes(text)).toBe(Buffer.byteLength(`${JSON.stringify(text)}\n`));
    }
  });
});

describe('a comparison that is written', () => {
  it('is read with the most runs there may be, each of them long', slow, () => {
    const long = run('r', { notices: Array.from({ length: 20 }, () => '€'.repeat(500)) });
    const runs = Array.from({ length: limits.runs }, (_, index) => ({ ...long, id: `r${index}` }));
    const { manifest } = fitComparison(comparison('many', { runs, name: 'n'.repeat(201) }));
    expect(jsonBytes(manifest)).toBeLessThanOrEqual(limits.jsonBytes);
    expect(manifest.name).toBe(`${'n'.repeat(199)}…`);
    expect(parseComparison(read(manifest)).runs).toHaveLength(limits.runs);
  });

  it('keeps pairs of surrogates whole where a text is cut', () => {
    expect(cutText('🤹🤹🤹', 4)).toBe('🤹…');
    expect(cutText('abcdef', 4)).toBe('abc…');
    expect(cutText('abc', 0)).toBe('');
  });
});

/** Times, names and numbers as they should not be. */
const time = fc.oneof(fc.nat(1000), fc.constantFrom(Number.NaN, -1, Infinity, 1e300));
const name = fc.oneof(
  fc.string(),
  fc.nat(40_000).map((length) => '\u0007'.repeat(length)),
);
const chunk: fc.Arbitrary<RecordingChunk> = fc
  .record({
    lanes: fc.array(
      fc.record(
        {
          id: fc.integer({ min: -1, max: 6 }),
          kind: fc.constantFrom('machine' as const, 'process' as const, 'thread' as const),
          name,
          parent: fc.option(fc.nat(6)),
          pid: fc.oneof(fc.nat(), fc.constantFrom(-4, 1.5, 2 ** 40)),
        },
        { requiredKeys: ['id', 'kind', 'name', 'parent'] },
      ),
      { maxLength: 12 },
    ),
    tracks: fc.array(
      fc.record({
        id: fc.integer({ min: -1, max: 6 }),
        lane: fc.nat(6),
        kind: fc.constantFrom('marks' as const, 'flows' as const),
        name,
      }),
      { maxLength: 8 },
    ),
    strings: fc.array(name, { maxLength: 50 }),
    marks: fc.array(fc.record({ track: fc.nat(6), time, name: fc.nat(60) }), { maxLength: 20 }),
    flows: fc.array(fc.record({ track: fc.nat(6), from: time, to: time, lane: fc.nat(8) }), { maxLength: 20 }),
    seenUntil: time,
  })
  .map(({ marks, flows, ...rest }) => ({
    ...rest,
    open: [],
    rows: [
      ...marks.map((mark) => ({
        track: mark.track,
        kind: 'marks' as const,
        columns: { time: Float64Array.of(mark.time, 5), name: Uint32Array.of(mark.name, 0) },
      })),
      ...flows.map(({ track, from, to, lane }) => ({
        track,
        kind: 'flows' as const,
        columns: {
          fromTime: Float64Array.of(from, 1),
          toTime: Float64Array.of(to, 2),
          fromLane: Uint32Array.of(lane, 0),
          toLane: Uint32Array.of(0, lane),
        },
      })),
    ],
  }));

describe('chunks that are written', () => {
  it('are read, whatever they hold', slow, () => {
    let rows = 0;
    fc.assert(
      fc.property(fc.array(chunk, { minLength: 1, maxLength: 4 }), (chunks) => {
        const fitter = new ChunkFitter();
        const reader = new TrackTableReader();
        for (const recorded of chunks) {
          const fitted = fitter.fit(recorded);
          for (const line of encodeTableLines(fitted, -1).split('\n').filter(Boolean)) reader.push(line);
          for (const piece of fitted.rows) {
            checkRows(piece, reader.finish());
            rows++;
          }
        }
      }),
      { numRuns: 100 },
    );
    expect(rows).toBeGreaterThan(50);
  });

  it('are left as they are when they are within the limits', () => {
    const fitter = new ChunkFitter();
    expect(fitter.fit(firstChunk)).toEqual(firstChunk);
    expect(fitter.sentences()).toEqual([]);
  });

  it('lose the rows that no recording has, alone, and say so', () => {
    const fitter = new ChunkFitter();
    fitter.fit(firstChunk);
    const columns = { time: Float64Array.of(1, Number.NaN, 3, -1), name: Uint32Array.of(0, 0, 9, 0) };
    const fitted = fitter.fit({
      ...firstChunk,
      lanes: [],
      tracks: [],
      strings: [],
      rows: [{ track: 0, kind: 'marks', columns }],
    });
    expect(fitted.rows).toEqual([
      { track: 0, kind: 'marks', columns: { time: Float64Array.of(1), name: Uint32Array.of(0) } },
    ]);
    expect(fitter.sentences()).toEqual([
      'Rows not saved, since their times are impossible or they name what was not saved: 3.',
    ]);
  });

  it('share the limits of a comparison, and keep the index of every string', () => {
    const totals = new TableTotals();
    totals.add('strings', limits.strings - 2);
    const fitter = new ChunkFitter(totals);
    const fitted = fitter.fit(firstChunk);
    expect(fitted.strings).toEqual(['start', 'workStart']);
    expect(fitter.sentences()).toEqual(['Strings not saved, since a file holds no more or they were not valid: 1.']);
    totals.add('lanes', limits.lanes - 2);
    expect(new ChunkFitter(totals).fit(firstChunk).rows).toEqual([]);
  });
});

const lane = (id: number, parent: number | null, text = 'p'): string =>
  JSON.stringify({ lane: { id, kind: 'process', name: text, parent } });

describe('names of a recording that is read', () => {
  it('take as long as there are lines, however deep the tree is', slow, () => {
    const reader = new TrackTableReader();
    const depth = 60_000;
    for (let id = 0; id < depth; id++) reader.push(lane(id, id === 0 ? null : id - 1));
    // Each of these once walked up the whole tree: a minute and a half.
    for (let times = 0; times < 10_000; times++) reader.push(lane(depth - 1, depth - 2, `q${times}`));
    const { lanes } = reader.finish();
    const depths: number[] = [];
    for (const { id, parent } of lanes) depths[id] = parent === null ? 0 : depths[parent]! + 1;
    expect(Math.max(...new Set(depths))).toBe(limits.laneDepth);
  });

  it('refuse a circle that is closed by moves', () => {
    const reader = new TrackTableReader();
    for (const id of [0, 1, 2]) reader.push(lane(id, null));
    reader.push(lane(1, 0));
    reader.push(lane(2, 1));
    expect(() => reader.push(lane(0, 2))).toThrow('names lane 0 twice');
  });

  it('are one sentence, and few errors, however much is wrong', slow, () => {
    const reader = new TrackTableReader();
    const line = JSON.stringify({ strings: Array.from({ length: 300_000 }, () => 1) });
    expect(() => reader.push(line)).toThrow(/^.{1,200}$/);
    const document = { ...done('r', 'serial', 1), notices: Array.from({ length: 5_000_000 }, () => 0) };
    expect(() => parseRun(document)).toThrow('notices: Too big: 5000000 entries');
    expect(() => parseComparison(comparison('a', { runs: [run('r'), run('r')] }))).toThrow('it has two runs r');
  });

  it.each(['lanes', 'tracks', 'strings', 'characters', 'lines'] as const)('are limited in total: %s', (what) => {
    const totals = new TableTotals();
    totals.add(what, limits[what]);
    const reader = new TrackTableReader(totals);
    expect(() => {
      for (const each of encodeTableLines(firstChunk, 0).trim().split('\n')) reader.push(each);
    }).toThrow(`has more than ${limits[what]} ${what}`);
  });
});
