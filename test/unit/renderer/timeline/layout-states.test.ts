import { describe, expect, it } from 'vitest';
import { hitTest } from '../../../../src/renderer/timeline/hit-test';
import { layoutTimeline } from '../../../../src/renderer/timeline/layout-timeline';
import { stateFacts } from '../../../../src/renderer/timeline/state-facts';
import { step } from '../../../recording-from-text';
import { arrange, bandOf } from './bands';
import { drawLog, picture } from './draw-log';

const characterWidth = 10;

function draw(art: string, characters: number, zoom = 1) {
  const arrangement = arrange([bandOf(art)], characters * characterWidth);
  const viewport = { start: 0, end: characters * step * zoom };
  const list = layoutTimeline(arrangement, viewport, { width: 2000, height: 2000, scrollTop: 0, pixel: 1 });
  const [place] = arrangement.bands;
  const lane = (index: number): string[] =>
    picture(list, {
      x: arrangement.left,
      y: place!.states[index]!.top,
      columns: characters,
      rows: 6,
      width: characterWidth,
      height: 3,
    });
  return { arrangement, viewport, list, lane, place: place! };
}

describe('threads of a command', () => {
  it('work has height, waiting is a line in the colour of its reason, wanting a core is thicker', () => {
    const { lane, list } = draw('host/main states |##iillgg==#zz|', 13);
    expect(lane(0)[2]).toBe('##iillgg==#zz');
    expect(lane(0)[1]).toBe('##        #');
    const height = (name: string): string => drawLog(list, [name])[0]!.split('+')[1]!;
    expect(['running', 'runnable', 'io', 'sleep'].map(height)).toEqual(['15', '8', '4', '4']);
    expect(drawLog(list, ['runnable'])[0]).toContain('hatched');
  });

  it('where many intervals share a pixel they are columns, as high as the share that it ran', () => {
    const art = '#z'.repeat(400);
    const { list } = draw(`host/main states |${art}|`, 10, 80);
    const bars = drawLog(list, ['running']);
    const heights = new Set(bars.map((line) => line.split('+')[1]));
    // Half of a lane of 15 px that has 3 px of space.
    expect([...heights]).toEqual(['8']);
    expect(bars.length).toBeGreaterThan(90);
  });

  it('those that hardly ran are folded away, and said to be there', () => {
    const busy = Array.from({ length: 3 }, (_, index) => `host/worker ${index + 1} states |${'#'.repeat(50)}|`);
    const idle = Array.from({ length: 7 }, (_, index) => `host/worker ${index + 4} states |${'z'.repeat(50)}|`);
    const { place, list } = draw([...busy, ...idle].join('\n'), 50);
    expect(place.states).toHaveLength(3);
    expect(drawLog(list, ['text'])).toContainEqual(expect.stringContaining('and 7 threads that hardly ran'));
  });

  it('the pointer tells what a thread did there', () => {
    const { arrangement, viewport, place } = draw('host/main states |##iill|', 6);
    const y = place.states[0]!.top + 5;
    const hit = hitTest(arrangement, viewport, arrangement.left + 2.5 * characterWidth, y);
    expect(hit?.part).toBe('thread');
    expect(stateFacts(hit!.thread!)?.title).toBe('waits for input or output');
    expect(hitTest(arrangement, viewport, arrangement.left - 5, y)!.thread!.interval).toBeNull();
  });
});
