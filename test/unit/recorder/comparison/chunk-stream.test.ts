import { describe, expect, it } from 'vitest';
import { ChunkStream } from '../../../../src/recorder/comparison/chunk-stream';

/** What a kill would lose at each moment of 5 s, at most, in ms: of what was told, and of what happened. */
function maxLoss(
  pollMs: (poll: number) => number,
  rowsPerPoll: number,
): { readonly told: number; readonly all: number } {
  let now = 0;
  let told = 0;
  let saved = 0;
  const worst = { told: 0, all: 0 };
  const stream = new ChunkStream(
    { chunk: ({ seenUntil }) => (told = seenUntil / 1e6), append: ({ seenUntil }) => (saved = seenUntil / 1e6) },
    () => now,
  );
  const lane = stream.builder.addLane({ kind: 'thread', name: 'main', parent: null });
  const track = stream.builder.addTrack({ lane, kind: 'counter', name: 'cpu' });
  let waits = false;
  for (let poll = 0; now < 5000; poll++) {
    now += pollMs(poll);
    worst.told = Math.max(worst.told, told - saved);
    worst.all = Math.max(worst.all, now - saved);
    for (let row = 0; row < rowsPerPoll; row++) stream.builder.row(track, now * 1e6, row);
    // As a recorded command does: few rows wait for the next poll.
    waits = !waits && rowsPerPoll < 100 && !stream.isDue;
    if (!waits) stream.emit([], now * 1e6);
  }
  return worst;
}

describe('a recorder that is killed', () => {
  it.each([
    ['nothing happens', 0],
    ['little happens', 1],
    ['much happens', 500],
  ])('loses at most a quarter of a second when %s', (_, rows) => {
    const { told, all } = maxLoss(() => 50, rows);
    expect(told).toBeLessThanOrEqual(150);
    expect(all).toBeLessThanOrEqual(200);
  });

  it('saves at the first poll after a pause', () => {
    // Every tenth poll is half a second late: a busy machine.
    const { told } = maxLoss((poll) => (poll % 10 === 9 ? 550 : 47), 1);
    expect(told).toBeLessThanOrEqual(150);
  });
});
