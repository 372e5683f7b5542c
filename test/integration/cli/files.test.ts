import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { juggler, removeTemporaryFolders, temporaryFolder } from './run-cli';

afterAll(removeTemporaryFolders);

describe('a command line that is longer than a file may hold', () => {
  it('is shortened and said; the file opens, and takes one more run', async () => {
    const folder = temporaryFolder();
    const library = join(folder, 'library');
    const file = join(folder, 'f.juggler');
    const code = `: ${'x'.repeat(120_000)}\nexit 3`;
    const recorded = await juggler(['record', '-o', file, '--', 'sh', '-c', code], { library });
    expect(recorded.code).toBe(3);
    const { code: exit, stdout } = await juggler(['info', file, '--json'], { library });
    expect(exit).toBe(0);
    const { runs } = JSON.parse(stdout);
    expect(runs[0].notices).toEqual([expect.stringContaining('command.line (120,0')]);
    expect(runs[0].command.line).toMatch(/^sh -c ': xxx/);
    expect((await juggler(['record', '--append', file, '--', 'true'], { library })).code).toBe(0);
    const after = JSON.parse((await juggler(['info', file, '--json'], { library })).stdout);
    expect(after.runs).toHaveLength(2);
  });
});

describe('a file that is none', () => {
  const folder = temporaryFolder();
  const fifo = join(folder, 'pipe.juggler');
  execFileSync('mkfifo', [fifo]);
  const zero = join(folder, 'zero.juggler');
  symlinkSync('/dev/zero', zero);

  // Opening the FIFO would wait until the test times out.
  it.each([
    ['info', ['info', fifo], 'is a FIFO, not a .juggler file'],
    ['info of a device', ['info', '/dev/zero'], 'is a device, not a .juggler file'],
    ['info of a link to a device', ['info', zero], 'is a device, not a .juggler file'],
    ['open', ['open', fifo], 'is a FIFO, not a .juggler file'],
    ['--append', ['record', '--append', fifo, '--', 'touch', join(folder, 'ran')], 'is a FIFO, not a .juggler file'],
    ['-o', ['record', '-o', zero, '--', 'touch', join(folder, 'ran')], 'that is a device'],
    ['-o of standard output', ['record', '-o', '/dev/stdout', '--', 'touch', join(folder, 'ran')], 'an open file'],
    ['compare -o', ['compare', 'primes', '-o', fifo], 'that is a FIFO'],
  ])('is refused before anything runs: %s', async (_, args, sentence) => {
    const { code, stderr } = await juggler(args, { library: join(folder, 'library') });
    expect(stderr).toContain(sentence);
    expect(code).toBe(2);
    expect(readdirSync(folder).toSorted()).toEqual(['pipe.juggler', 'zero.juggler']);
  });

  it('--append to a write-protected file is refused before the program runs', async () => {
    const library = temporaryFolder();
    const file = join(library, 'kept.juggler');
    writeFileSync(file, '', { mode: 0o444 });
    const { code, stderr } = await juggler(['record', '--append', file, '--', 'touch', join(library, 'ran')], {
      library,
    });
    expect([code, readdirSync(library)]).toEqual([2, ['kept.juggler']]);
    expect(stderr).toContain('write-protected');
  });
});
