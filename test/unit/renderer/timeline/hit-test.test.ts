import { describe, expect, it } from 'vitest';
import { hitTest } from '../../../../src/renderer/timeline/hit-test';
import { layoutTimeline } from '../../../../src/renderer/timeline/layout-timeline';
import { step } from '../../../recording-from-text';
import { arrange, bandOf } from './bands';

const band = bandOf(`
  phases              |w.........e|
  core 0 busy         |##########.|
  core 1 busy         |..........#|
  host/worker 1 tasks |.AAABB.....|
  host/worker 1 head  |.#..#......|
  host/worker 2 tasks |......CC...|
  host/main lag       |00000000000|
`);
const arrangement = arrange([band], 110);
const viewport = { start: 0, end: 11 * step };
const place = arrangement.bands[0]!;
const at = (x: number, y: number) => hitTest(arrangement, viewport, arrangement.left + x, y);

describe('hitTest', () => {
  it('finds the task under a point', () => {
    const lane = place.lanes[0]!.top + 5;
    const columns = place.lanes[0]!.row.columns;
    const idAt = (x: number) => {
      const task = at(x, lane)?.task;
      return task == null ? null : columns.id[task.row];
    };
    expect([5, 15, 25, 45, 95].map(idAt)).toEqual([null, 0, 0, 1, null]);
  });

  it('finds the lane, the core and the chart', () => {
    expect(at(65, place.lanes[1]!.top + 5)).toMatchObject({ part: 'lane', lane: { name: 'worker 2' } });
    expect(at(65, place.cores.top + 2)).toMatchObject({ part: 'core', core: 0 });
    expect(at(65, place.cores.top + place.cores.pitch + 2)).toMatchObject({ part: 'core', core: 1 });
    expect(at(65, place.lag!.top + 2)).toMatchObject({ part: 'lag' });
    expect(at(65, 3)).toMatchObject({ part: 'header' });
  });

  it('knows no time left of the plot, and nothing below the last band', () => {
    expect(at(-20, place.lanes[0]!.top + 5)).toMatchObject({ part: 'lane', time: null, task: null });
    expect(at(5, arrangement.height + 1)).toBeNull();
  });

  it('finds a task thinner than a pixel from the pixel beside it', () => {
    const wide = { start: 0, end: 2000 * step };
    const x = arrangement.left + (5 / 2000) * 110 + 1;
    expect(hitTest(arrangement, wide, x, place.lanes[0]!.top + 5)?.task).not.toBeNull();
  });

  it('finds a task that is in flight', () => {
    const live = arrange([bandOf('host/worker 1 tasks |.A>........|', false)], 110);
    const lane = live.bands[0]!.lanes[0]!;
    expect(hitTest(live, viewport, live.left + 60, lane.top + 2)?.task).toEqual({ row: 0, isOpen: true });
  });

  it('agrees with the picture: where a task is drawn it is hit', () => {
    const list = layoutTimeline(arrangement, viewport, { width: 500, height: 500, scrollTop: 0, pixel: 1 });
    const lane = place.lanes[0]!;
    for (let rect = 0; rect < list.rects.count; rect++) {
      const { x, y, w, h } = list.rects;
      const isTask = y[rect] === lane.top && h[rect] === lane.slots!.height && w[rect]! > 2;
      if (!isTask) continue;
      expect(hitTest(arrangement, viewport, x[rect]! + w[rect]! / 2, y[rect]! + 1)?.task).not.toBeNull();
    }
  });
});
