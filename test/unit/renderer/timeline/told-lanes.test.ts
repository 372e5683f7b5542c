import { describe, expect, it } from 'vitest';
import { recordingFromChunks } from '../../../../src/core/trace/recording-builder';
import { trackNames } from '../../../../src/core/trace/track';
import { arrangeBands } from '../../../../src/renderer/timeline/arrange-bands';
import { factsOf } from '../../../../src/renderer/timeline/task-facts';
import { layoutTimeline } from '../../../../src/renderer/timeline/layout-timeline';
import { metricsOf } from '../../../../src/renderer/timeline/metrics';
import { bandOf } from './bands';
import { drawLog } from './draw-log';

/** One operation starts all the others, one every ns; they end one by one as well, an equal time later. */
function operations(count: number) {
  const rows = Array.from({ length: count }, (_, row) => row);
  const f32 = (): Float32Array => new Float32Array(count).fill(Number.NaN);
  const ends = Float64Array.from(rows, (row) => count + row);
  return recordingFromChunks([
    {
      lanes: [
        { id: 0, kind: 'machine', name: 'machine', parent: null },
        { id: 1, kind: 'process', name: 'python3', parent: 0, pid: 7 },
        { id: 2, kind: 'thread', name: 'main', parent: 1, pid: 7, tid: 7 },
        { id: 3, kind: 'loop', name: 'asyncio', parent: 2 },
      ],
      tracks: [
        { id: 0, lane: 3, kind: 'slices', name: trackNames.operations },
        { id: 1, lane: 3, kind: 'flows', name: trackNames.startedBy },
      ],
      strings: ['fetch'],
      rows: [
        {
          track: 0,
          kind: 'slices',
          columns: {
            start: Float64Array.from(rows),
            end: ends,
            runEnd: ends,
            id: new Uint32Array(count),
            slot: Uint16Array.from(rows),
            head: f32(),
            tail: f32(),
            flags: new Uint8Array(count),
          },
        },
        {
          track: 1,
          kind: 'flows',
          columns: {
            fromTime: new Float64Array(count - 1),
            toTime: Float64Array.from(rows.slice(1)),
            fromLane: new Uint32Array(count - 1).fill(3),
            toLane: new Uint32Array(count - 1).fill(3),
          },
        },
      ],
      open: [],
      seenUntil: 2 * count,
    },
  ]);
}

function draw(count: number, isOpen = false) {
  const band = bandOf(operations(count));
  const metrics = metricsOf(1);
  const width = 200 + metrics.labelWidth + metrics.restWidth;
  const arrangement = arrangeBands([band], { metrics, width, isCollapsed: () => false, isOpen: () => isOpen });
  const [lane] = arrangement.bands[0]!.lanes;
  const sight = { width: 2000, height: 20_000, scrollTop: 0, pixel: 1 };
  const list = layoutTimeline(arrangement, { start: 0, end: 2 * count }, sight);
  return { band, lane: lane!, log: (colour: string) => drawLog(list, [colour]) };
}

const heightOf = (line: string): number => Number(line.split('+')[1]);

describe('operations that a program told of', () => {
  it('by the hundred are a strip as high as there were at once', () => {
    const { lane, log } = draw(300);
    expect(lane).toMatchObject({ folds: true, slots: null });
    const heights = log('waiting').map(heightOf);
    const peak = heights.indexOf(Math.max(...heights));
    expect(Math.max(...heights)).toBe(lane.height - 3);
    expect(heights.slice(0, peak)).toEqual(heights.slice(0, peak).toSorted((a, b) => a - b));
    expect(heights.slice(peak)).toEqual(heights.slice(peak).toSorted((a, b) => b - a));
  });

  it('have a row each where the strip is opened, and where they are few', () => {
    expect(draw(300, true).lane).toMatchObject({ folds: true, slots: { rows: 300, pitch: 9 } });
    expect(draw(300, true).log('flame')).toHaveLength(300);
    expect(draw(5).lane).toMatchObject({ folds: false, slots: { rows: 5 } });
  });

  it('are pointed at by what started them, and say so', () => {
    const { band, lane, log } = draw(3);
    // A stem and three lines of its head for each.
    expect(log('dim').filter((line) => !line.startsWith('text'))).toHaveLength(2 * 4);
    const facts = (row: number) => factsOf(band, lane.row, { row, isOpen: false }, null).facts;
    expect(facts(2)).toContainEqual({ name: 'started by', value: 'fetch' });
    expect(facts(0).map(({ name }) => name)).not.toContain('started by');
  });
});
