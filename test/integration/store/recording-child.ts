/*
 * A recorder that never ends by itself: writes task after task into `argv[2]` until it is killed, or until the disk
 * says no. Tells on stdout, one line each: `task N` once it is written, `error …` when it can't be.
 */
import { openLibrary } from '../../../src/recorder/store/open-library';
import { comparison, done, firstChunk, run, tasks } from './recorded';

const [folder, howMany = 'Infinity', atOnce = '1'] = process.argv.slice(2);
const library = await openLibrary(folder!);
await library.create(comparison('killed'));
const finished = await library.beginRun('killed', run('r1'));
finished.append(firstChunk);
finished.append(tasks(1, 3));
await finished.close(done('r1', 'serial', 3));
const writer = await library.beginRun('killed', run('r2', { mode: 'async' }));
writer.append(firstChunk);
let next = 1;
const timer = setInterval(() => {
  const count = Number(atOnce);
  const open = [
    {
      track: 1,
      start: Float64Array.of((next + count) * 1e6),
      id: Uint32Array.of(next + count),
      slot: Uint16Array.of(0),
    },
  ];
  try {
    if (next <= Number(howMany)) {
      writer.append(tasks(next, count, open));
      process.stdout.write(`task ${next + count - 1}\n`);
      next += count;
    }
  } catch (error) {
    process.stdout.write(`error ${(error as Error).message}\n`);
    clearInterval(timer);
    void writer.close(run('r2', { mode: 'async', status: 'stopped' })).then(
      () => process.stdout.write('closed\n'),
      (reason: Error) => process.stdout.write(`not closed ${reason.message}\n`),
    );
  }
}, 10);
