import { describe, expect, it } from 'vitest';
import type { Recording } from '../../../../src/core/trace/recording';
import { layoutTimeline } from '../../../../src/renderer/timeline/layout-timeline';
import { recordingFromText, step } from '../../../recording-from-text';
import { arrange, bandOf } from './bands';
import { drawLog, picture } from './draw-log';

const characters = 12;

function draw(text: string) {
  const recording: Recording = recordingFromText(text);
  const arrangement = arrange([bandOf(recording)], characters * 10);
  const list = layoutTimeline(
    arrangement,
    { start: 0, end: characters * step },
    { width: 2000, height: 2000, scrollTop: 0, pixel: 1 },
  );
  const { tracks } = arrangement.bands[0]!;
  return {
    names: tracks.map(({ row }) => row.name),
    row: (index: number): string[] => {
      const { top, height } = tracks[index]!;
      return picture(list, {
        x: arrangement.left,
        y: top,
        columns: characters,
        rows: 5,
        width: 10,
        height: height / 5,
      });
    },
    texts: drawLog(list, ['text']).map((line) => line.split(' ').slice(2).join(' ')),
    tell: (index: number, at: number) => tracks[index]!.row.tell(at, 0, 10, 0),
  };
}

describe('processes of which no threads are known', () => {
  const shown = draw(`
    phases          |w..........e|
    server cpu      |####........|
    child cpu       |...55555    |
    server/main lag |000000000000|
  `);

  it('have a row each, as high as the share of a core that they used', () => {
    expect(shown.names).toEqual(['server', 'child']);
    // The uppermost part of a row keeps it apart from the one above.
    expect(shown.row(0).slice(1, 4)).toEqual(['####', '####', '####']);
    expect(
      shown
        .row(1)
        .slice(0, 4)
        .map((line) => line.trim()),
    ).toEqual(['', '', '#####', '#####']);
  });

  it('are called by their names, with the most they used, and say more where they are pointed at', () => {
    expect(shown.texts).toEqual(expect.arrayContaining(['server', '100\u202f%', 'child', '50\u202f%']));
    expect(shown.tell(1, 4.5 * step)).toEqual({
      title: 'child 101: share of a core',
      facts: [{ name: 'here', value: '50\u202f%' }],
    });
  });
});

it('jobs have tasks instead', () => {
  const { names } = draw(`
    phases              |w..........e|
    host cpu            |############|
    host/worker 1 tasks |AAAA........|
  `);
  expect(names).toEqual([]);
});
