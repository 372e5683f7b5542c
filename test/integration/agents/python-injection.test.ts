import { mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { noPython, oldPythons, pythons, somePythons } from './pythons';
import { program, recordPython, removeTemporaryFolders, runPython, temporaryFolder } from './record-python';

afterAll(removeTemporaryFolders);

describe.skipIf(noPython !== null)('Python’s agent', () => {
  describe.each(pythons)('in $version', ({ path, version }) => {
    it('tells of threads: name, native number, who started them, that they ended', async () => {
      const { code, stdout, stderr, collected } = await recordPython(path, [program('threads.py')]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const said = stdout.trim().split('\n');
      expect(said).toHaveLength(5);
      const [main, ...threads] = collected.threads;
      expect(main!.hello).toMatchObject({ kind: 'main', thread: 0, runtime: { name: 'python', version } });
      expect(main!.hello.tid).toBe(main!.hello.pid);
      for (const { hello, ended } of threads) {
        const name = hello.name === 'outer' ? 'renamed' : hello.name;
        expect(said.some((line) => line.startsWith(`${name} ${hello.tid} `))).toBe(true);
        expect(ended?.inOrder).toBe(true);
      }
      const numberOf = (name: string) => threads.find(({ hello }) => hello.name === name)!.hello;
      expect(numberOf('inner').madeBy).toBe(numberOf('outer').thread);
      expect(numberOf('outer').madeBy).toBe(0);
      expect(threads.find(({ hello }) => hello.name === 'outer')!.names).toEqual(['renamed']);
      expect(collected.notices).toEqual([]);
    });

    it('changes nothing of what a program prints, and of how it ends', async () => {
      for (const args of [
        [program('about.py'), 'a b'],
        [program('errors.py')],
        [program('syntax_error.py')],
        ['-m', 'json.tool', '--help'],
        ['-c', 'import sys; sys.exit(7)'],
        ['-W', 'error', '-X', 'dev', '-c', 'import asyncio, concurrent.futures, multiprocessing.pool; print(1)'],
      ]) {
        const withAgent = await recordPython(path, args);
        const { code, stdout, stderr } = await runPython(path, args);
        expect([withAgent.code, withAgent.stdout, withAgent.stderr]).toEqual([code, stdout, stderr]);
        expect(withAgent.collected.threads.length).toBeGreaterThan(0);
      }
    });

    it('is beside a sitecustomize and a PYTHONPATH of the user’s own', async () => {
      const site = program('own-site');
      const print = 'import sys, sitecustomize; print(MINE, sitecustomize.__file__, sys.path)';
      for (const own of [site, `${site}${delimiter}${delimiter}/nowhere`]) {
        const call = { environment: { PYTHONPATH: own } };
        const { stdout, stderr, collected } = await recordPython(path, ['-c', print], call);
        const alone = await runPython(path, ['-c', print], call);
        expect([stdout, stderr]).toEqual([alone.stdout, alone.stderr]);
        expect(stdout).toMatch(/^sitecustomize /);
        expect(collected.threads).toHaveLength(1);
      }
    });

    it('lets a sitecustomize that fails fail as it does', async () => {
      const call = { environment: { PYTHONPATH: program('failing-site') } };
      const withAgent = await recordPython(path, ['-c', 'print(1)'], call);
      const { code, stdout, stderr } = await runPython(path, ['-c', 'print(1)'], call);
      expect([withAgent.code, withAgent.stdout, withAgent.stderr]).toEqual([code, stdout, stderr]);
      expect(stderr).toContain('mine fails');
      expect(withAgent.collected.threads).toHaveLength(1);
    });

    it.each([
      { how: '_exit', marks: [], end: { code: 3, signal: null, stdout: '', stderr: '' } },
      { how: 'kill', marks: [], end: { code: null, signal: 'SIGKILL', stdout: '', stderr: '' } },
      { how: 'exec', marks: ['after exec'], end: { code: 0, signal: null, stdout: 'executed\n', stderr: '' } },
      { how: 'close', marks: ['all closed'], end: { code: 0, signal: null, stdout: '3\n', stderr: '' } },
      { how: 'daemon', marks: ['daemon'], end: { code: 0, signal: null, stdout: '', stderr: '' } },
      { how: 'exit', marks: [], end: { code: 1, signal: null, stdout: '', stderr: 'a message\n' } },
    ])('keeps all that was told when the program ends by $how', async ({ how, marks, end }) => {
      const { code, signal, stdout, stderr, collected } = await recordPython(path, [program('ends.py'), how]);
      expect({ code, signal, stdout, stderr }).toEqual(end);
      const told = collected.threads.flatMap((thread) => thread.marks.map(([, name]) => name));
      expect(told).toEqual(['before the end', ...marks]);
      expect(collected.notices).toEqual([]);
    });

    it.each(['-I', '-E', '-S'])('is not loaded with %s, and the program runs as it does', async (option) => {
      const { code, stdout, stderr, collected } = await recordPython(path, [option, '-c', 'print(1)']);
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '1\n', stderr: '' });
      expect(collected.threads).toEqual([]);
    });
  });

  describe.each(somePythons)('in $version', ({ path }) => {
    it('is in a virtual environment, and in what it installed as a command', async () => {
      const folder = temporaryFolder();
      await runPython(path, ['-m', 'venv', '--without-pip', folder]);
      const script = join(folder, 'bin', 'command');
      writeFileSync(script, `#!${join(folder, 'bin', 'python')}\nimport sys\nprint(sys.prefix)\n`, { mode: 0o755 });
      const { stdout, collected } = await recordPython('/bin/sh', [
        '-c',
        `"${join(folder, 'bin', 'python')}" "${script}"`,
      ]);
      expect(stdout).toBe(`${folder}\n`);
      expect(collected.threads).toHaveLength(1);
    });

    it('is compiled once, where there is a place for that', async () => {
      const cacheFolder = join(temporaryFolder(), 'cache of its own');
      const ages = async () => {
        const { stdout, stderr, collected } = await recordPython(path, ['-c', 'import threading; print(1)'], {
          cacheFolder,
        });
        expect({ stdout, stderr, threads: collected.threads.length }).toEqual({
          stdout: '1\n',
          stderr: '',
          threads: 1,
        });
        const [kept, ...others] = readdirSync(cacheFolder);
        expect(others).toEqual([]);
        const compiled = join(cacheFolder, kept!, '_juggler', '__pycache__');
        return readdirSync(compiled).map((name) => `${name} ${statSync(join(compiled, name)).mtimeMs}`);
      };
      const first = await ages();
      expect(first.length).toBeGreaterThan(4);
      expect(await ages()).toEqual(first);
    });

    it('does nothing where its folder is gone', async () => {
      const { code, stdout, stderr } = await recordPython(path, ['-c', 'print(1)'], {
        during: (_child, folder) => rmSync(join(folder, 'python-agent'), { recursive: true }),
      });
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '1\n', stderr: '' });
    });

    it('`juggler` is the program’s own module where it has one', async () => {
      const folder = temporaryFolder();
      mkdirSync(join(folder, 'there'));
      writeFileSync(join(folder, 'there', 'juggler.py'), 'mine = 1\n');
      symlinkSync(program('about.py'), join(folder, 'there', 'about.py'));
      const call = { cwd: join(folder, 'there') };
      const { stdout } = await recordPython(path, ['-c', 'import juggler; print(juggler.mine)'], call);
      expect(stdout).toBe('1\n');
    });

    it('measures spans and marks moments', async () => {
      const source = `
import asyncio, juggler, time
with juggler.span('load'):
    time.sleep(0.02)
@juggler.span('a function')
def function(): return 5
@juggler.span('a coroutine')
async def coroutine(): await asyncio.sleep(0.01)
juggler.mark('done ✓')
asyncio.run(coroutine())
print(function())`;
      const { stdout, stderr, collected } = await recordPython(path, ['-c', source]);
      expect({ stdout, stderr }).toEqual({ stdout: '5\n', stderr: '' });
      const [{ measures, marks }] = collected.threads as [(typeof collected.threads)[number]];
      expect(measures.map(([, , name, source]) => `${source} ${name}`)).toEqual([
        'span load',
        'span a coroutine',
        'span a function',
      ]);
      expect(marks.map(([, name]) => name)).toEqual(['done ✓']);
      expect(measures[0]![1] - measures[0]![0]).toBeGreaterThanOrEqual(20e6);
    });
  });

  it.each(oldPythons)('does nothing in $version, and says so', async ({ path, version }) => {
    const args = ['-c', 'import sys; print("sitecustomize" in sys.modules, len(sys.path))'];
    const { code, stdout, stderr, collected, reader } = await recordPython(path, args);
    const alone = await runPython(path, args);
    expect([code, stdout, stderr]).toEqual([alone.code, alone.stdout, alone.stderr]);
    expect(collected.threads).toEqual([]);
    expect(reader.unseen).toHaveLength(1);
    expect(collected.notices[0]).toMatch(new RegExp(`^Python ${version} \\(process \\d+\\) tells nothing of itself`));
  });
});
