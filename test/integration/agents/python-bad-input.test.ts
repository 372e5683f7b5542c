import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { noPython, pythons, somePythons } from './pythons';
import { program, recordPython, removeTemporaryFolders, runPython, temporaryFolder } from './record-python';

afterAll(removeTemporaryFolders);

describe.skipIf(noPython !== null)('programs that make it hard', () => {
  describe.each(pythons)('in $version', ({ path }) => {
    it('replaces sys.path and sys.meta_path; its children have other environments', async () => {
      const { code, stdout, stderr, collected } = await recordPython(path, [program('own_path.py')]);
      const alone = await runPython(path, [program('own_path.py')]);
      expect([code, stdout, stderr]).toEqual([alone.code, alone.stdout, alone.stderr]);
      expect(collected.threads.map(({ hello }) => hello.name)).toContain('after');
    });

    it('ends while tasks are under way: they are told as unfinished', async () => {
      const { code, stdout, stderr, collected } = await recordPython(path, [program('leaves_tasks.py')]);
      const alone = await runPython(path, [program('leaves_tasks.py')]);
      expect([code, stdout, stderr]).toEqual([alone.code, alone.stdout, alone.stderr]);
      const endless = collected.operations('task').filter(({ name }) => name === 'endless');
      expect(endless.map(({ ended }) => ended?.outcome)).toEqual(['unfinished', 'unfinished', 'unfinished']);
    });

    it('crashes: faulthandler says so, and what was told is kept', async () => {
      const source = `
import ctypes, faulthandler
from juggler import mark
faulthandler.enable()
mark('before')
ctypes.string_at(0)`;
      const { signal, stderr, collected } = await recordPython(path, ['-c', source]);
      expect(signal).toBe('SIGSEGV');
      expect(stderr).toContain('Fatal Python error: Segmentation fault');
      expect(stderr).not.toContain('_juggler');
      expect(collected.threads[0]!.marks.map(([, name]) => name)).toEqual(['before']);
    });
  });

  describe.each(somePythons)('in $version', ({ path }) => {
    it('has a .pth file that fails', async () => {
      const folder = temporaryFolder();
      await runPython(path, ['-m', 'venv', '--without-pip', folder]);
      const [lib] = readdirSync(join(folder, 'lib'));
      writeFileSync(join(folder, 'lib', lib!, 'site-packages', 'own.pth'), 'import no_such_module\n');
      const python = join(folder, 'bin', 'python');
      const { code, stdout, stderr, collected } = await recordPython(python, ['-c', 'print(1)']);
      const alone = await runPython(python, ['-c', 'print(1)']);
      expect([code, stdout, stderr]).toEqual([alone.code, alone.stdout, alone.stderr]);
      expect(stderr).toContain('no_such_module');
      expect(collected.threads).toHaveLength(1);
    });

    it('is killed in the middle of a storm: all that was told can be read', async () => {
      const { signal, collected } = await recordPython(path, [program('storm.py'), '50', '1000000'], {
        during: (child) => setTimeout(() => child.kill('SIGKILL'), 1000),
      });
      expect(signal).toBe('SIGKILL');
      expect(collected.threads[0]!.steps.length).toBeGreaterThan(100);
      expect(collected.notices).toEqual([]);
    });

    it('tells more than is read: the rest is left out, and it goes on as ever', async () => {
      const { code, stdout, collected } = await recordPython(path, [program('storm.py'), '30000', '3'], {
        polls: false,
      });
      expect({ code, stdout }).toEqual({ code: 0, stdout: '30001\n' });
      expect(collected.threads[0]!.operations.length).toBeGreaterThan(10_000);
      const notices = collected.notices.filter(
        (notice) => !/told more than could be read: \d+ rows are missing/.test(notice),
      );
      expect(notices).toEqual([]);
    });

    it('leaves no file behind', async () => {
      let folder = '';
      await recordPython(path, [program('pools.py'), 'processes', 'fork'], { during: (_child, own) => (folder = own) });
      expect(existsSync(folder)).toBe(true);
      expect(readdirSync(folder)).toEqual(['python-agent']);
    });
  });
});
