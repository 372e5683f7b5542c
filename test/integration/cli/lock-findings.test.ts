import { afterAll, describe, expect, it } from 'vitest';
import { noPython, somePythons } from '../agents/pythons';
import { juggler, removeTemporaryFolders } from './run-cli';

afterAll(removeTemporaryFolders);

describe.skipIf(noPython !== null).each(somePythons)('threads of Python $version', ({ path }) => {
  const findingsOf = async (...lines: readonly string[]) => {
    const { stdout, stderr } = await juggler(['record', '--json', '--', path, '-c', lines.join('\n')]);
    const [run] = JSON.parse(stdout).runs;
    return { stderr, findings: run.findings as { id: string; title: string; detail: string }[] };
  };

  it('that take turns at a lock are told, with the time that they say they waited, and no GIL is blamed', async () => {
    const { findings, stderr } = await findingsOf(
      'import threading, time, os',
      'lock = threading.Lock()',
      'def work():',
      '    waited = 0',
      '    for _ in range(60):',
      '        began = time.monotonic()',
      '        with lock:',
      '            waited += time.monotonic() - began',
      '            time.sleep(0.003)',
      '    os.write(2, b"waited %d\\n" % (waited * 1e6))',
      'threads = [threading.Thread(target=work) for _ in range(4)]',
      'for thread in threads: thread.start()',
      'for thread in threads: thread.join()',
    );
    expect(findings.map(({ id }) => id)).toContain('locks');
    expect(findings.map(({ id }) => id)).not.toContain('gil');
    const { title, detail } = findings.find(({ id }) => id === 'locks')!;
    expect(title).toMatch(/^4 threads of python[\d.]* \d+ took turns at a lock$/);
    const said = [...stderr.matchAll(/^waited (\d+)$/gm)].reduce((sum, [, us]) => sum + Number(us) / 1e6, 0);
    const [, seconds] = /waited for it ([\d.]+)\u202fs in all/.exec(detail)!;
    // What a thread waited for a core after it was woken is no waiting for the lock, and short waits are inferred.
    expect(Number(seconds)).toBeGreaterThan(0.5 * said);
    expect(Number(seconds)).toBeLessThan(1.3 * said);
  });

  it.each([
    [
      'idle workers of a pool',
      [
        'from concurrent.futures import ThreadPoolExecutor',
        'import time',
        'with ThreadPoolExecutor(6) as pool:',
        '    list(pool.map(time.sleep, [0.01] * 6))',
        '    time.sleep(0.5)',
      ],
    ],
    [
      'a queue',
      [
        'import queue, threading, time',
        'jobs = queue.Queue()',
        'def work():',
        '    while jobs.get() is not None: sum(range(2000))',
        'threads = [threading.Thread(target=work) for _ in range(4)]',
        'for thread in threads: thread.start()',
        'for _ in range(200): jobs.put(1); time.sleep(0.002)',
        'for _ in threads: jobs.put(None)',
        'for thread in threads: thread.join()',
      ],
    ],
    [
      'a barrier and an event',
      [
        'import threading, time, random',
        'met, go = threading.Barrier(4), threading.Event()',
        'def work(seed):',
        '    chance = random.Random(seed)',
        '    go.wait()',
        '    for _ in range(50): time.sleep(chance.random() / 100); met.wait()',
        'threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]',
        'for thread in threads: thread.start()',
        'time.sleep(0.3); go.set()',
        'for thread in threads: thread.join()',
      ],
    ],
  ])('that wait for work are told of no lock: %s', async (_, lines) => {
    const { findings } = await findingsOf(...lines);
    expect(findings.filter(({ id }) => id === 'locks')).toEqual([]);
  });
});
