import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, juggler, removeTemporaryFolders, temporaryFolder } from './run-cli';

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
    ['open', ['open', fifo], 'is a FIFO, not a .juggler file'],
    ['--append', ['record', '--append', fifo, '--', 'touch', join(folder, 'ran')], 'is a FIFO, not a .juggler file'],
    ['-o', ['record', '-o', zero, '--', 'touch', join(folder, 'ran')], 'that is a device'],
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

const json = async (file: string) => JSON.parse((await juggler(['info', file, '--json'])).stdout);

describe('a library or a disk that fails', () => {
  it('that is a file: the program runs, -o is whole, and one sentence says what is missing', async () => {
    const folder = temporaryFolder();
    const [library, file] = [join(folder, 'library'), join(folder, 'f.juggler')];
    writeFileSync(library, '');
    const { code, stdout, stderr } = await juggler(['record', '-o', file, '--', 'sh', '-c', 'echo ran; exit 3'], {
      library,
    });
    expect([code, stdout]).toEqual([3, 'ran\n']);
    expect(stderr.match(/something else of that name is in the way\..*not saved\./g)).toHaveLength(1);
    const { runs } = await json(file);
    expect(runs[0]).toMatchObject({ status: 'done', exitCode: 3 });
    expect(runs[0].threads.length).toBeGreaterThan(0);
    expect((await juggler(['record', '--append', file, '--', 'true'], { library })).code).toBe(0);
    expect((await json(file)).runs).toHaveLength(2);
    expect(readdirSync(folder).toSorted()).toEqual(['f.juggler', 'library']);
  });

  it('that is deleted meanwhile: it is said, and -o has all that was recorded', async () => {
    const folder = temporaryFolder();
    const [library, file] = [join(folder, 'library'), join(folder, 'f.juggler')];
    const script = `sleep 0.4; rm -rf ${library}; sleep 0.6`;
    const { code, stderr } = await juggler(['record', '-o', file, '--', 'sh', '-c', script], { library });
    expect(code).toBe(0);
    expect(stderr).toContain('what comes from now on is not saved');
    const { runs } = await json(file);
    expect(runs[0].status).toBe('done');
    const shell = runs[0].threads.find((thread: { name: string }) => thread.name === 'main');
    expect(shell.blockedMs.child).toBeGreaterThan(900);
  });

  it('that takes no file of any size: the program runs, and exits as it does', async () => {
    const folder = temporaryFolder();
    const call = ['-c', `ulimit -f 0; exec "$@"`, 'bash', process.execPath, cli, 'record', '--', 'sh', '-c', 'exit 3'];
    const { status, stderr } = spawnSync('bash', call, {
      encoding: 'utf8',
      env: { ...process.env, JUGGLER_LIBRARY: join(folder, 'library') },
    });
    expect(stderr).toContain('not saved');
    expect(status).toBe(3);
  });

  const tiny = 'mount -t tmpfs -o size=1m tmpfs "$1" && JUGGLER_LIBRARY="$1/library" exec "${@:2}"';
  const mayMount = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
  it.skipIf(!mayMount)('that is nearly full (needs the right to mount): jobs run, and -o has both', async () => {
    const folder = temporaryFolder();
    const [place, file] = [join(folder, 'place'), join(folder, 'f.juggler')];
    mkdirSync(place);
    const compare = ['compare', 'primes', '--items', '2', '--param', 'limit=1000', '--modes', 'serial,threads', '-o'];
    const call = ['-m', 'bash', '-c', tiny, 'bash', place, process.execPath, cli, ...compare, file];
    const { status, stderr } = spawnSync('unshare', call, { encoding: 'utf8' });
    expect(stderr).toContain('left. Make room. The comparison runs, but it is not saved.');
    expect(status).toBe(0);
    const { runs } = await json(file);
    expect(runs.map(({ status: end }: { status: string }) => end)).toEqual(['done', 'done']);
    expect(runs.map(({ tasks }: { tasks: { count: number } }) => tasks.count)).toEqual([2, 2]);
  });
});
