import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { juggler, modulesFolder, removeTemporaryFolders, type CliEnd } from './run-cli';

afterAll(removeTemporaryFolders);

interface RunJson {
  readonly mode: string;
  readonly status: string;
  readonly repeat: number;
  readonly workers: number;
  readonly wallMs: number;
  readonly startupMs: number;
  readonly cpuMs: number;
  readonly checksum: string;
  readonly drawn: boolean;
  readonly speedup: { readonly value: number; readonly low: number | null; readonly high: number | null } | null;
  readonly efficiency: number | null;
  readonly cores: readonly { readonly core: number; readonly busyShare: number }[];
  readonly threads: readonly { readonly onCpuMs?: number }[];
  readonly eventLoops: readonly { readonly utilisation: number }[];
  readonly tasks: { readonly count: number; readonly maxInFlight: number; readonly meanMs: number };
  readonly failure?: { readonly message: string; readonly item?: number };
}

interface ComparisonJson {
  readonly schema: string;
  readonly resultsEqual: boolean | null;
  readonly verdict: string;
  readonly runs: readonly RunJson[];
}

const small = ['--items', '12', '--param', 'limit=1500000', '--workers', '2'];
const parsed = ({ stdout }: CliEnd): ComparisonJson => JSON.parse(stdout) as ComparisonJson;
const statuses = (end: CliEnd): string =>
  parsed(end)
    .runs.map((run) => `${run.mode} ${run.status}`)
    .join(', ');

describe('juggler compare --json', () => {
  it('runs all four modes with equal results, and prints one document', async () => {
    const end = await juggler(['compare', 'primes', '--modes', 'serial,async,threads,processes', '--json', ...small]);
    expect(end).toMatchObject({ code: 0, left: [] });
    const document = parsed(end);
    expect(document).toMatchObject({ schema: 'juggler.comparison/1', resultsEqual: true });
    expect(document.runs.map(({ mode, workers }) => [mode, workers])).toEqual([
      ['serial', 1],
      ['async', 1],
      ['threads', 2],
      ['processes', 2],
    ]);
    for (const run of document.runs) {
      expect(run).toMatchObject({ status: 'done', drawn: true, tasks: { count: 12 } });
      expect(run.wallMs).toBeGreaterThan(0);
      expect(run.startupMs).toBeGreaterThan(0);
      expect(run.cpuMs).toBeGreaterThan(0);
      expect(run.cores.length).toBeGreaterThan(0);
      expect(run.eventLoops.length).toBeGreaterThan(0);
    }
    expect(new Set(document.runs.map(({ checksum }) => checksum)).size).toBe(1);
    expect(document.runs[0]!.speedup).toBeNull();
    expect(document.runs[2]!.speedup!.value / 2).toBeCloseTo(document.runs[2]!.efficiency!, 5);
    // Progress is on stderr, a line a run.
    expect(end.stderr.match(/^(serial|async|threads|processes): /gm)).toHaveLength(4);
  });

  it('takes turns with repeats, and gives an interval', async () => {
    const { runs } = parsed(
      await juggler(['compare', '--modes', 'serial,threads', '--repeats', '3', '--json', ...small]),
    );
    expect(runs.map(({ mode, repeat }) => `${mode} ${repeat}`)).toEqual([
      'serial 1',
      'threads 1',
      'serial 2',
      'threads 2',
      'serial 3',
      'threads 3',
    ]);
    expect(runs.filter((run) => run.drawn)).toHaveLength(2);
    const { value, low, high } = runs[1]!.speedup!;
    expect(low!).toBeLessThan(value);
    expect(high!).toBeGreaterThan(value);
  });

  it('keeps what the module prints off stdout', async () => {
    const end = await juggler(['compare', join(modulesFolder, 'prints-megabytes.mjs'), '--modes', 'serial', '--json']);
    expect(end.code).toBe(0);
    expect(parsed(end).runs).toHaveLength(1);
  });

  it('prints for people without --json', async () => {
    const { code, stdout } = await juggler(['compare', '--modes', 'serial,async', ...small]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}serial .*█/m);
    expect(stdout).toMatch(/^ {2}async +\d/m);
    expect(stdout).toContain('✓ All 2 finished runs computed the same result');
    // oxlint-disable-next-line no-control-regex -- escape sequences are what must not be there
    expect(stdout).not.toMatch(/\u001b/);
  });
});

describe('own modules', () => {
  it.each(['esm.mjs', 'common.cjs', 'types.ts', 'async-items.mjs'])('runs %s in all modes alike', async (name) => {
    const end = await juggler(['compare', join(modulesFolder, name), '--workers', '2', '--json']);
    expect(statuses(end)).toBe('serial done, async done, threads done, processes done');
    expect(parsed(end).resultsEqual).toBe(true);
    expect(end).toMatchObject({ code: 0, left: [] });
  });

  it('names the item that threw, in every mode, and exits with 1', async () => {
    const end = await juggler(['compare', join(modulesFolder, 'throws-on-7.mjs'), '--workers', '2', '--json']);
    expect(end).toMatchObject({ code: 1, left: [] });
    const { runs } = parsed(end);
    expect(runs).toHaveLength(4);
    for (const run of runs) expect(run).toMatchObject({ status: 'failed', failure: { item: 7 }, speedup: null });
    expect(runs[0]).not.toHaveProperty('checksum');
  });

  it('goes on with the other modes when one fails, and shows both', async () => {
    // A function is a fine result as long as it need not leave its thread.
    const end = await juggler(['compare', join(modulesFolder, 'exits-on-7.mjs'), '--workers', '2']);
    expect(end).toMatchObject({ code: 1, left: [] });
    for (const mode of ['serial', 'async', 'threads', 'processes']) expect(end.stdout).toContain(`✗ ${mode}: `);
  });

  it.each(['throws-on-load.mjs', 'exports-nothing.mjs', 'syntax-error.ts', 'no-run.mjs'])(
    'says what is wrong with %s',
    async (name) => {
      const { code, stdout, left } = await juggler([
        'compare',
        join(modulesFolder, name),
        '--modes',
        'serial,processes',
      ]);
      expect({ code, left }).toEqual({ code: 1, left: [] });
      expect(stdout).toContain(name);
      expect(stdout).toContain('✗ processes: ');
    },
  );

  it('stops a module that runs for ever at its time limit', async () => {
    const args = [
      'compare',
      join(modulesFolder, 'runs-forever.mjs'),
      '--workers',
      '2',
      '--time-limit',
      '500ms',
      '--json',
    ];
    const end = await juggler(args);
    expect(end).toMatchObject({ code: 1, left: [] });
    expect(statuses(end)).toBe('serial stopped, async stopped, threads stopped, processes stopped');
    expect(parsed(end).runs[0]!.failure!.message).toContain('time limit of 0.5 s');
  });
});

describe('Ctrl-C', () => {
  const forever = ['compare', join(modulesFolder, 'runs-forever.mjs'), '--modes', 'serial,processes', '--workers', '2'];

  it('stops in order: keeps and shows what was recorded, leaves no process', async () => {
    const end = await juggler(
      ['compare', '--modes', 'serial,async', '--param', 'limit=9000000', '--repeats', '50', '--json'],
      {
        // The next run needs a moment to begin.
        when: { said: 'serial, repeat 1', react: (kill) => setTimeout(() => kill('SIGINT'), 1000) },
      },
    );
    expect(end).toMatchObject({ code: 130, left: [] });
    expect(end.stderr).toContain('stopping');
    expect(statuses(end)).toBe('serial done, async stopped');
    expect(parsed(end).verdict).toContain('Stopped before async had finished');
  });

  it('does not wait for a job that does not listen', async () => {
    const library = { environment: {} };
    const started = juggler([...forever, '--repeats', '2', '--time-limit', '400ms'], {
      ...library,
      when: {
        said: 'serial, repeat 1',
        react: (kill) => {
          kill('SIGINT');
          setTimeout(() => kill('SIGINT'), 50);
        },
      },
    });
    // By itself, or where it had ended already, by the signal.
    const { code, signal, left } = await started;
    expect({ end: code ?? signal, left }).toEqual({ end: code === null ? 'SIGINT' : 130, left: [] });
  });

  it('leaves no process when it is killed itself', async () => {
    const end = await juggler([...forever, '--repeats', '2', '--time-limit', '400ms'], {
      when: { said: 'serial, repeat 1', react: (kill) => kill('SIGKILL') },
    });
    expect(end).toMatchObject({ code: null, left: [] });
  });
});
