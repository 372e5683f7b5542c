import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli } from '../cli/run-cli';
import { openFolder, programs, removeFolders } from './recorded-program';

afterAll(removeFolders);

/** Process numbers can be chosen by root, in a namespace of its own. */
const canChoose =
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['--pid', '--fork', '--mount-proc', 'test', '-w', '/proc/sys/kernel/ns_last_pid']).status === 0;

const child = 'sleep 0.4 & echo $! > $FOLDER/next; wait; mv $FOLDER/next $FOLDER/number; sleep 30';
const root = 'sleep 30 & echo $$ > $FOLDER/number';

describe.runIf(canChoose)('a process that was given the number of one that was recorded', () => {
  it.each([
    ['perf', 'a child', child],
    ['sampled', 'a child', child],
    ['sampled', 'the program', root],
    ['none', 'a child', child],
    ['none', 'the program', root],
  ])('is left alone when the recording is stopped: %s, that of %s', (scheduler, _, program) => {
    const folder = openFolder();
    const recorder = [process.execPath, cli, 'record', '--json', '--'];
    const words = ['--pid', '--fork', '--mount-proc', 'sh', join(programs, 'give-number-away.sh'), folder, program];
    const { status, stdout, stderr } = spawnSync('unshare', [...words, ...recorder], {
      env: { ...process.env, FOLDER: folder, JUGGLER_LIBRARY: join(folder, 'library'), JUGGLER_SCHEDULER: scheduler },
      encoding: 'utf8',
      timeout: 25_000,
    });
    expect({ status, stdout, stderr }).toMatchObject({ status: 0, stdout: 'the stranger is there\n' });
  });
});
