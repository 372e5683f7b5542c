import { describe, expect, it } from 'vitest';
import { bandAtTime } from '../../../../src/renderer/timeline/band-at-time';
import { layoutAxis } from '../../../../src/renderer/timeline/layout-axis';
import { layoutOverlay, readout } from '../../../../src/renderer/timeline/layout-overlay';
import { factsOf } from '../../../../src/renderer/timeline/task-facts';
import { step } from '../../../recording-from-text';
import { arrange, bandOf } from './bands';
import { drawLog } from './draw-log';

const band = bandOf(`
  phases              |.w........e|
  core 0 busy         |##########.|
  core 1 busy         |.....55555.|
  host/worker 1 tasks |.AAABBBBB..|
  host/worker 1 head  |.#..5......|
  host/main lag       |00003000000|
`);
const viewport = { start: 0, end: 11 * step };
const sight = { width: 400, height: 300, scrollTop: 0, pixel: 1 };
const marks = { headerText: () => '', headerSize: 12, isDimmed: () => false, until: null };
const input = { cursor: null, selection: null, measure: (text: string) => text.length * 2 };

describe('bandAtTime', () => {
  it('adds the cores up, counts what is in flight, and knows how late the loop was at that instant', () => {
    expect(bandAtTime(band, 6.5 * step)).toEqual({ busyCores: 1.5, inFlight: 1, lag: 0 });
    expect(bandAtTime(band, 4 * step)?.lag).toBeCloseTo(2 * step, 0);
  });

  it('says nothing of a time before or behind the run', () => {
    expect(bandAtTime(band, -1)).toBeNull();
    expect(bandAtTime(band, 10.5 * step)).toBeNull();
  });

  it('reads as one line', () => {
    expect(readout({ band }, 6.5 * step)!.replaceAll('\u202f', ' ')).toBe(
      '1 in flight  ·  1.5 of 2 cores  ·  0 ms late',
    );
  });
});

describe('layoutOverlay', () => {
  const arrangement = arrange([band], 110);

  it('draws the selection between its times, and the cursor at its own', () => {
    const list = layoutOverlay(
      arrangement,
      viewport,
      sight,
      { ...input, selection: { start: 2 * step, end: 5 * step }, cursor: 9 * step },
      marks,
    );
    expect(drawLog(list, ['accent', 'ink'])).toEqual([
      'accent 13% 138..168 0+300',
      'accent 138..139 0+300',
      'accent 167..168 0+300',
      'ink 59% 208..209 0+300',
    ]);
  });

  it('hides what lies behind the now of a replay', () => {
    const list = layoutOverlay(arrangement, viewport, sight, input, { ...marks, until: 4 * step });
    expect(drawLog(list, ['bg'])[0]).toMatch(/^bg 158\.\.228 /);
  });
});

describe('layoutAxis', () => {
  it('leaves a time out where the cursor’s would lie upon it', () => {
    const arrangement = arrange([band], 800);
    const texts = (cursor: number | null) =>
      drawLog(layoutAxis(arrangement, viewport, 934, 1, { ...input, cursor }), ['text']).map((line) =>
        line.replace(/^text \S+ /, '').replaceAll('\u202f', ' '),
      );
    expect(texts(null)).toEqual(['0', '20 ms', '40 ms', '60 ms', '80 ms', '100 ms']);
    expect(texts(4.1 * step)).toEqual(['0', '20 ms', '60 ms', '80 ms', '100 ms', '41 ms']);
  });
});

describe('factsOf', () => {
  it('says where a task ran, how long it was queued, when it ran and how much of it on a core', () => {
    const { title, facts } = factsOf(band, band.lanes[0]!, { row: 1, isOpen: false }, null);
    expect(title).toBe('Item 1');
    expect(Object.fromEntries(facts.map(({ name, value }) => [name, value.replaceAll('\u202f', ' ')]))).toEqual({
      on: 'worker 1',
      'queued for': '30 ms',
      started: '40 ms',
      ended: '90 ms',
      took: '50 ms',
      'on a core': '50 %',
    });
  });

  it('says of a task in flight only what is known', () => {
    const live = bandOf('host/worker 1 tasks |.A>........|', false);
    const { title, facts } = factsOf(live, live.lanes[0]!, { row: 0, isOpen: true }, null);
    expect(title).toBe('Item 0, in flight');
    expect(facts.map(({ name }) => name)).toEqual(['on', 'started', 'so far']);
  });
});
