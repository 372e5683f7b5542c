import { describe, expect, it } from 'vitest';
import type { Band } from '../../../../src/renderer/timeline/band';
import { layoutTimeline } from '../../../../src/renderer/timeline/layout-timeline';
import type { DrawList } from '../../../../src/renderer/timeline/draw-list';
import { step } from '../../../recording-from-text';
import { arrange, bandOf } from './bands';
import { drawLog, picture } from './draw-log';

/** One character of the text art is 10 px of the plot and one character of the picture; 5 rows a lane of 15 px. */
const characterWidth = 10;

function draw(band: Band, characters: number): { list: DrawList; lane: (index: number) => string[] } {
  const arrangement = arrange([band], characters * characterWidth);
  const list = layoutTimeline(
    arrangement,
    { start: 0, end: characters * step },
    { width: 2000, height: 2000, scrollTop: 0, pixel: 1 },
  );
  return {
    list,
    lane: (index) => {
      const place = arrangement.bands[0]!.lanes[index]!;
      return picture(list, {
        x: arrangement.left,
        y: place.top,
        columns: characters,
        rows: 5,
        width: characterWidth,
        height: 3,
      });
    },
  };
}

describe('layoutTimeline', () => {
  it('draws a task at full height where its thread ran, and start-up as a quiet line', () => {
    const { lane } = draw(
      bandOf(`
        phases              |s.w.......e|
        host/worker 1 tasks |..AAAABBB..|
        host/worker 1 head  |..#...#....|
      `),
      11,
    );
    expect(lane(0)).toEqual(['  #######', '  #######', 'ss#######.', '  #######', '  #######']);
  });

  it('gives half the height to half the time on a core, within the light box of the call', () => {
    const { lane } = draw(
      bandOf(`
        phases              |w.........e|
        host/worker 1 tasks |AAAAA......|
        host/worker 1 head  |5..........|
      `),
      11,
    );
    expect(lane(0)).toEqual(['+++++', '#####', '#####.....', '#####', '+++++']);
  });

  it('draws what is awaited as a thin line at mid-height', () => {
    const { lane } = draw(
      bandOf(`
        phases              |w.........e|
        host/worker 1 tasks |AAAAAAAAAA.|
        host/worker 1 head  |#..........|
        host/worker 1 run   |###=======.|
      `),
      11,
    );
    expect(lane(0)[0]).toBe('###');
    expect(lane(0)[2]).toBe('###-------');
  });

  it('hatches a call whose CPU time was not measured', () => {
    const { list, lane } = draw(
      bandOf(`
        phases              |w.........e|
        host/worker 1 tasks |.AAAA......|
      `),
      11,
    );
    expect(lane(0)[0]).toBe(' ????');
    expect(drawLog(list, ['unmeasured'])).toEqual(['unmeasured hatched 128..167 26+15']);
  });

  it('leaves a pixel between tasks one behind the other', () => {
    const { list } = draw(
      bandOf(`
        phases              |w.........e|
        host/worker 1 tasks |AAABBB.....|
        host/worker 1 head  |#..#.......|
      `),
      11,
    );
    expect(drawLog(list, ['running'])).toEqual(['running 118..147 26+15', 'running 148..177 26+15']);
  });

  it('gives each slot of an event loop a row of its own', () => {
    const { list } = draw(
      bandOf(`
        phases          |w.........e|
        host/main tasks |AAAAAAA....|
        host/main head  |#..........|
        host/main run   |#==========|
        host/main tasks |..BBBB.....|
      `),
      11,
    );
    expect(drawLog(list, ['waiting'])).toEqual(['waiting 128..187 31+5', 'waiting 138..177 49+5']);
  });

  it('draws open tasks up to what has been seen, and tears them where the run is over', () => {
    const art = `
      phases              |w..........|
      host/worker 1 tasks |.AAA>......|
    `;
    const live = draw(bandOf(art, false), 20);
    expect(live.lane(0)[0]).toBe(' ++++++++++');
    const cut = draw(bandOf(art, true), 20);
    expect(drawLog(cut.list, ['alarm'])).toEqual(['alarm torn 220..228 26+15']);
  });

  it('shows busy cores stronger than idle ones, and joins what looks alike', () => {
    const { list } = draw(
      bandOf(`
        phases      |w.........e|
        core 0 busy |#####.....|
        core 1 busy |..........|
      `),
      11,
    );
    expect(drawLog(list, ['running'])).toEqual([
      'running 118..168 26+6',
      'running 9% 168..218 26+6',
      'running 9% 118..218 33+6',
    ]);
  });

  it('hatches the part of a core that was not sampled', () => {
    const { list } = draw(
      bandOf(`
        phases      |w.........e|
        core 0 busy |     #####|
      `),
      11,
    );
    expect(drawLog(list, ['unmeasured'])).toEqual(['unmeasured hatched 118..168 26+6']);
  });

  it('draws the end of the work as a line, and none while the run goes on', () => {
    const ended = draw(bandOf('phases |w...e......|'), 11);
    expect(drawLog(ended.list, ['accent']).map((line) => line.split(' ')[1])).toEqual(['158..160']);
    const live = draw(bandOf('phases |w..........|', false), 11);
    expect(drawLog(live.list, ['accent'])).toEqual([]);
  });

  it('lays out only the lanes that are in sight', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `host/worker ${index + 1} tasks |AAAA......|`);
    const band = bandOf(['phases |w........e|', ...names].join('\n'));
    const arrangement = arrange([band], 100);
    const list = layoutTimeline(
      arrangement,
      { start: 0, end: 10 * step },
      { width: 234, height: 400, scrollTop: 1000, pixel: 1 },
    );
    const pitch = 4;
    expect(drawLog(list, ['unmeasured']).length).toBeLessThanOrEqual(400 / pitch + 2);
    expect(drawLog(list, ['unmeasured']).length).toBeGreaterThanOrEqual(400 / pitch - 2);
  });
});
