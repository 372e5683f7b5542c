import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli } from '../cli/run-cli';
import { openFolder, removeFolders } from './recorded-program';

afterAll(removeFolders);

const canHideProc = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0;
const withoutProc = ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs none /proc && exec "$@"', 'sh'];
const program = ['sh', '-c', 'echo ran; exit 3'];

/** What `juggler --json` says, started in some other way than usual. */
function jugglerIn(way: readonly string[], words: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const [file, ...before] = [...way, process.execPath, cli, ...words];
  const { stdout, stderr } = spawnSync(file!, before, {
    env: { ...process.env, JUGGLER_LIBRARY: join(openFolder(), 'library'), ...environment },
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toMatchObject({ stdout: expect.stringMatching(/^\{/) });
  return { stderr, runs: (JSON.parse(stdout) as { runs: Record<string, never>[] }).runs };
}

function record(way: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const { runs, stderr } = jugglerIn(way, ['record', '--json', '--', ...program], environment);
  const [run] = runs;
  // The program runs as it does without us, whatever can be seen of it.
  expect(stderr).toMatch(/^ran$/m);
  expect(run).toMatchObject({ status: 'done', exitCode: 3 });
  return run as unknown as {
    readonly notices?: readonly string[];
    readonly stolenMs?: number;
    readonly capabilities: Record<string, { readonly quality: string; readonly reason?: string }>;
  };
}

describe.runIf(process.platform === 'linux')('a recorded program runs', () => {
  it('with a scheduler that does not exist, and is told so', () => {
    const { notices, capabilities } = record([], { JUGGLER_SCHEDULER: 'bogus' });
    expect(notices?.join(' ')).toContain(
      'JUGGLER_SCHEDULER is “bogus”, which is none of perf, sampled, portable, none',
    );
    expect(capabilities['scheduler']).not.toMatchObject({ quality: 'missing' });
  });

  it.each([
    ['few descriptors', 'ulimit -n 48'],
    ['no memory to lock', 'ulimit -l 0'],
  ])('with %s', (_, limit) => {
    // What the test itself has open is not handed on.
    const close = 'for fd in /proc/self/fd/*; do fd=${fd##*/}; [ "$fd" -gt 2 ] && eval "exec $fd>&-"; done';
    const { capabilities } = record(['bash', '-c', `${close}; ${limit}; exec "$@"`, 'bash']);
    expect(capabilities['scheduler']!.quality).not.toBe('missing');
  });

  it.runIf(canHideProc).each(['perf', 'sampled', 'portable', 'none'])('without /proc: %s', (scheduler) => {
    const { notices = [], stolenMs, capabilities } = record(withoutProc, { JUGGLER_SCHEDULER: scheduler });
    const said = [...notices, capabilities['scheduler']!.reason].join(' ');
    expect(said).toContain(
      scheduler === 'none' || scheduler === 'portable' ? 'JUGGLER_SCHEDULER' : 'There is no /proc',
    );
    expect(stolenMs).toBeUndefined();
    expect(capabilities['cores']).toMatchObject({ quality: 'missing' });
  });
});

describe.runIf(canHideProc)('a comparison', () => {
  it('has workers and the same results where there is no /proc', () => {
    const words = ['compare', 'primes', '--items', '4', '--modes', 'serial,threads', '--json'];
    const { runs } = jugglerIn(withoutProc, words);
    expect(runs.map(({ status }) => status)).toEqual(['done', 'done']);
    expect(runs[1]!['workers']).toBeGreaterThan(0);
    expect(runs[1]!['checksum']).toBe(runs[0]!['checksum']);
  });
});
