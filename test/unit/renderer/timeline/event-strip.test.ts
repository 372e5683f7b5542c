import { describe, expect, it } from 'vitest';
import { RecordingIndex } from '../../../../src/core/analysis/recording-index';
import { EventStrip } from '../../../../src/renderer/timeline/rows/event-strip';
import { recordingFromText, step } from '../../../recording-from-text';

const look = { colour: 'alarm', from: 0, to: 1, title: 'blocked' } as const;

describe('what is told of a blocked loop', () => {
  it.each([
    ['##########', [['computed', '100 ms']]],
    [
      '#llllllll#',
      [
        ['computed', '20 ms'],
        ['waited (lock)', '80 ms'],
      ],
    ],
    [
      '#========#',
      [
        ['computed', '20 ms'],
        ['without a core', '80 ms'],
      ],
    ],
  ])('%s: what its thread did meanwhile', (art, spent) => {
    const recording = recordingFromText(`node/main states |..${art}|\nnode/main blocked |..bbbbbbbbbb|`);
    const position = recording.tracks.findIndex(({ name }) => name === 'blocked');
    const tracks = { slices: [{ position, look }], marks: null };
    const { facts } = new EventStrip(null, 'event loop', new RecordingIndex(recording), tracks).tell(
      5 * step,
      0,
      10,
      0,
    )!;
    expect(facts.slice(2).map(({ name, value }) => [name, value.replaceAll('\u202f', ' ')])).toEqual(spent);
  });
});
