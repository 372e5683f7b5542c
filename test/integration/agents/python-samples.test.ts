import { afterAll, describe, expect, it } from 'vitest';
import { noPython, somePythons } from './pythons';
import { program, recordPython, removeTemporaryFolders } from './record-python';

/* How much of its core a function used, told by samples, against what its thread's own clock says. */

afterAll(removeTemporaryFolders);

/** What is seen after the last flush of a process that is killed. */
const maxUntoldMs = 60;

describe.skipIf(noPython !== null).each(somePythons)('CPU samples of Python $version', ({ path }) => {
  it.each(['exit', 'kill'])('count what was on a core, not what waited for one: %s', async (how) => {
    const { code, stdout, collected } = await recordPython(path, [program('contending.py'), how], { samplesUs: 1000 });
    expect(code).toBe(0);
    const said = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number));
    expect(said).toHaveLength(4);
    for (const [pid, cpuMs] of said) {
      const { stacks, stackNodes } = collected.threads.find(
        ({ hello }) => hello.pid === pid && hello.kind === 'worker',
      )!;
      const burns = new Set(stackNodes.filter((node) => node.function === 'burn').map(({ node }) => node));
      const seenMs = stacks
        .filter(([, , node]) => burns.has(node))
        .reduce((sum, [from, to]) => sum + (to - from) / 1e6, 0);
      expect(seenMs).toBeLessThanOrEqual(cpuMs! + 2);
      expect(seenMs).toBeGreaterThan(cpuMs! * 0.9 - (how === 'kill' ? maxUntoldMs : 0));
    }
  });
});
