import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { noPython, somePythons } from '../agents/pythons';
import { juggler, removeTemporaryFolders, temporaryFolder } from './run-cli';

afterAll(removeTemporaryFolders);

interface Run {
  readonly mode: string;
  readonly band: string;
  readonly python: { readonly path: string; readonly version: string; readonly gil: string };
  readonly startupMs: number;
  readonly wallMs: number;
  readonly speedup: { readonly value: number } | null;
}

const small = ['--items', '4', '--param', 'millions=1', '--json'];

const minor = (version: string): string => version.split('.').slice(0, 2).join('.');

describe.skipIf(noPython !== null || somePythons.length < 2)(`juggler compare --python … --python …`, () => {
  const [first, second] = [somePythons[0]!, somePythons.at(-1)!];
  it('makes a band of each mode on each interpreter, with equal results and one baseline', async () => {
    const named = ['--python', first.path, '--python', minor(second.version)];
    const { stdout, code } = await juggler([
      'compare',
      'py-compute',
      '--modes',
      'serial,processes',
      ...named,
      ...small,
    ]);
    expect(code).toBe(0);
    const { runs, resultsEqual, baseline } = JSON.parse(stdout) as Record<string, unknown> & { runs: Run[] };
    expect(resultsEqual).toBe(true);
    const names = [first, second].map(({ version }) => `Python ${minor(version)}`);
    expect(runs.map(({ band }) => band)).toEqual(
      ['serial', 'processes'].flatMap((mode) => names.map((name) => `${mode} · ${name}`)),
    );
    expect(runs.map(({ mode, python }) => [mode, python.version, python.gil])).toEqual(
      ['serial', 'processes'].flatMap((mode) => [first, second].map(({ version }) => [mode, version, 'one'])),
    );
    expect(baseline).toBe(`serial · ${names[0]}`);
    for (const { startupMs } of runs) expect(startupMs).toBeGreaterThan(0);
    expect(runs[0]!.speedup).toBeNull();
    for (const { speedup, wallMs } of runs.slice(1)) expect(speedup!.value).toBeCloseTo(runs[0]!.wallMs / wallMs, 4);
  });

  it('says which versions there are, where the one asked for is not', async () => {
    const { stderr, code } = await juggler(['compare', 'py-count', '--python', '3.2', ...small]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('there is no Python 3.2 here; found: '),
    });
    expect(stderr).toContain(second.version);
  });

  it('adds threads on an interpreter without the GIL, where there is one', async () => {
    // One that says so of itself: what it then does is what this machine's Python does.
    const folder = temporaryFolder();
    const site = join(folder, 'site');
    mkdirSync(site);
    writeFileSync(
      join(site, 'sitecustomize.py'),
      `import sys, sysconfig
real = sysconfig.get_config_var
sysconfig.get_config_var = lambda name: 1 if name == 'Py_GIL_DISABLED' else real(name)
sys.executable = ${JSON.stringify(join(folder, 'python3.14t'))}
`,
    );
    const wrapper = join(folder, 'python3.14t');
    writeFileSync(wrapper, `#!/bin/sh\nPYTHONPATH='${site}' exec '${second.path}' "$@"\n`);
    chmodSync(wrapper, 0o755);
    const environment = { PATH: `${first.path.replace(/\/[^/]*$/, '')}:/usr/bin:/bin:${folder}` };
    const options = ['compare', 'py-compute', '--modes', 'serial,threads', ...small];
    const { stdout, code } = await juggler(options, { environment });
    expect(code).toBe(0);
    const runs = JSON.parse(stdout).runs as Run[];
    expect(runs.map(({ mode, python }) => [mode, python.version === `${second.version}t`, python.gil])).toEqual([
      ['serial', false, 'one'],
      ['threads', false, 'one'],
      ['threads', true, 'none'],
    ]);
  });
});
