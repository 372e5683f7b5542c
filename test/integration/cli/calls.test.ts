import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { DoctorInterpreter } from '../../../src/core/protocol/doctor';
import { oldPythons, pythons } from '../agents/pythons';
import { cli, juggler, modulesFolder, removeTemporaryFolders, temporaryFolder } from './run-cli';

afterAll(removeTemporaryFolders);

describe('juggler doctor', () => {
  it('says of each kind of data how well it can be seen', async () => {
    const { code, stdout } = await juggler(['doctor', '--json']);
    expect(code).toBe(0);
    const { schema, checks, interpreters } = JSON.parse(stdout) as {
      readonly interpreters: readonly DoctorInterpreter[];
      readonly schema: string;
      readonly checks: readonly { readonly id: string; readonly quality: string; readonly reason?: string }[];
    };
    expect(schema).toBe('juggler.doctor/1');
    expect(checks.map(({ id }) => id)).toEqual(['scheduler', 'waits', 'memory', 'cores', 'cpu', 'eventLoop']);
    for (const { reason } of checks.filter(({ quality }) => quality === 'missing')) expect(reason).toMatch(/\.$/);
    expect(interpreters.map(({ path }) => realpathSync(path))).toEqual(
      expect.arrayContaining([...pythons, ...oldPythons].map(({ path }) => realpathSync(path))),
    );
    for (const { version, quality, packages, install } of interpreters) {
      const isOld = oldPythons.some((old) => old.version === version);
      expect([version, quality, packages.length]).toEqual([version, isOld ? 'missing' : 'exact', isOld ? 0 : 3]);
      const lacking = packages.filter((one) => one.version === null).map(({ name }) => name);
      expect(install?.endsWith(` ${lacking.join(' ')}`) ?? lacking.length === 0).toBe(true);
    }
    const text = await juggler(['doctor']);
    expect(text.stdout).toContain('Threads on cores');
    for (const { path, version } of interpreters) expect(text.stdout).toContain(`Python ${version}  ${path}`);
    expect(text.stderr).toBe('');
  });
});

describe('juggler', () => {
  it('shows what there is', async () => {
    const { code, stdout } = await juggler([]);
    expect(code).toBe(0);
    for (const name of ['compare', 'record', 'workloads', 'info', 'open', 'doctor'])
      expect(stdout).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
    expect((await juggler(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+/);
    expect((await juggler(['compare', '--help'])).stdout).toContain('--repeats');
  });

  it.each<[string[], string]>([
    [
      ['comapre'],
      'There is no command “comapre”. Did you mean “compare”? There are compare, record, workloads, info, open and doctor',
    ],
    [['record'], 'No command was given. Write it behind “--”'],
    [['record', '--repeats', '0', '--', 'ls'], '--repeats 0: it takes a whole number from 1'],
    [['record', '--append', 'missing.juggler', '--', 'ls'], 'There is no file'],
    [['record', '-o', 'a.juggler', '--append', 'b.juggler', '--', 'ls'], 'give one of them'],
    [['compare', '--wrong'], "Unknown option '--wrong'"],
    [['compare', 'primes', 'more'], 'Too many arguments'],
    [['compare', '--workers'], 'argument missing'],
    [['compare', 'prims'], 'There is no workload “prims”. Did you mean “primes”?'],
    [['compare', 'nowhere/work.mjs'], 'There is no file'],
    [['compare', modulesFolder], 'is not a file'],
    [['compare', '--workers', '0'], '--workers 0: it takes a whole number from 1'],
    [['compare', '--modes', 'foo'], 'there is no mode “foo”'],
    [['compare', '-o', '/nowhere/at/all.juggler'], 'there is no folder /nowhere/at'],
    [['compare', '-o', '/proc/x.juggler'], 'nothing can be written in /proc'],
    [['info', 'missing.juggler'], 'There is no file'],
    [['info', '/'], 'is a folder, not a .juggler file'],
    [['info', 'nothing'], 'yet'],
    [['open', 'missing.juggler'], 'There is no file'],
  ])('refuses %j with a sentence and exit code 2', async (args, sentence) => {
    const { code, stdout, stderr, left } = await juggler(args);
    expect(stderr).toMatch(/^juggler: [A-Z/–-].*[.?)]\n$/s);
    expect(stderr).toContain(sentence);
    expect({ code, stdout, left }).toEqual({ code: 2, stdout: '', left: [] });
  });

  it('lists the workloads, as JSON too', async () => {
    const { code, stdout } = await juggler(['workloads', '--json']);
    expect(code).toBe(0);
    const { schema, workloads } = JSON.parse(stdout) as { schema: string; workloads: { id: string; about: string }[] };
    expect(schema).toBe('juggler.workloads/1');
    const text = (await juggler(['workloads'])).stdout;
    for (const { id, about } of workloads) {
      expect(text).toMatch(new RegExp(`^${id}  `, 'm'));
      expect(about.length).toBeGreaterThan(100);
    }
  });

  it('opens no app where there is no display, and says so', async () => {
    const { code, stderr } = await juggler(['open']);
    expect(stderr).toContain('There is no display here');
    expect(code).toBe(1);
  });

  it('says what is wrong with a library that cannot be made, and compares all the same', async () => {
    const { code, stderr, stdout } = await juggler(
      ['compare', '--modes', 'serial', '--items', '2', '--param', 'limit=1000'],
      {
        library: join(cli, 'library'),
      },
    );
    expect(stderr).toContain('it is not saved');
    expect(stdout).toContain('Serial took');
    expect(code).toBe(0);
  });

  it('stays silent when nobody reads any more', async () => {
    const command = `'${process.execPath}' '${cli}' workloads | head -n 1`;
    const { stderr, stdout } = spawnSync('bash', ['-c', command], {
      encoding: 'utf8',
      env: { ...process.env, JUGGLER_LIBRARY: temporaryFolder() },
    });
    expect({ stderr, stdout }).toEqual({ stderr: '', stdout: '\n' });
  });
});
