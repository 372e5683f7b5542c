import { afterAll, describe, expect, it } from 'vitest';
import type { Operation } from './collected';
import { nodes, program, recordNode, removeTemporaryFolders } from './record-node';

afterAll(removeTemporaryFolders);

const ascending = (a: number, b: number): number => a - b;
const major = (node: string): number => Number(/v(\d+)/.exec(node)?.[1] ?? 0);
const lasted = ({ at, ended }: Operation): number => (ended === null ? Number.NaN : (ended.at - at) / 1e6);
const named = (operations: readonly Operation[], name: string | RegExp): readonly Operation[] =>
  operations.filter((one) => (typeof name === 'string' ? one.name === name : name.test(one.name)));

describe.each(nodes)('operations under %s', (node) => {
  it('requests of a server and its clients, each from its first to its last byte', async () => {
    const { code, stdout, stderr, collected } = await recordNode([program('server-and-client.cjs')], { node });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'done\n', stderr: '' });
    const [incoming, outgoing] = [collected.operations('http-in'), collected.operations('http-out')];
    expect(incoming).toHaveLength(17);
    expect(outgoing).toHaveLength(17);
    expect(named(incoming, /^GET \/get\/\d+$/)).toHaveLength(12);
    expect(named(outgoing, /^GET 127\.0\.0\.1:?\d*\/(get|fetch)\/\d+$/)).toHaveLength(17);
    for (const one of [...incoming, ...outgoing]) {
      expect(one.ended?.outcome).toBe('ended');
      expect(lasted(one)).toBeGreaterThan(19);
    }
    // The timer in the handler was started by the request, whatever the version.
    const timers = named(collected.operations('timer'), 'setTimeout 20 ms');
    expect(timers).toHaveLength(17);
    const requests = new Set(incoming.map(({ id }) => id));
    expect(timers.filter(({ startedBy }) => startedBy !== null && requests.has(startedBy))).toHaveLength(17);
    const sockets = collected.operations('socket');
    expect(named(sockets, /^connect 127\.0\.0\.1:\d+$/).length).toBe(named(sockets, /^accepted on/).length);
    expect(sockets.length).toBeGreaterThan(1);
    // Those of fetch are kept for the next request, and end with the process.
    expect(named(sockets, /^accepted/).filter(({ ended }) => ended?.outcome !== 'ended')).toEqual([]);
  });

  it('files, by callbacks, promises and handles', async () => {
    const { stdout, stderr, collected } = await recordNode([program('reads-files.mjs')], { node });
    expect({ stdout, stderr }).toEqual({ stdout: 'ENOENT\ntrue\n', stderr: '' });
    const files = collected.operations('file');
    expect(named(files, /^readFile .*one\.test\.mjs$/)).toHaveLength(12);
    expect(named(files, 'readFile /not/there').map(({ ended }) => ended?.outcome)).toEqual(['failed']);
    expect(named(files, /^(open .*one\.test\.mjs|stat)$/)).toHaveLength(2);
    expect(named(files, 'writeFile /dev/null')).toHaveLength(1);
    for (const one of files) expect(lasted(one)).toBeGreaterThan(0);
  });

  it('timers longer than 1 ms, from when they are set to when they fire', async () => {
    const { code, stdout, stderr, collected, epoch } = await recordNode([program('waits-50.cjs')], { node });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [started, fired] = stdout.split(' ').map((text) => Number(BigInt(text.trim()) - epoch));
    const timers = collected.operations('timer');
    expect(timers.map(({ name, ended }) => `${name} ${ended?.outcome}`).toSorted()).toEqual([
      'setTimeout 30 ms cancelled',
      'setTimeout 40 ms ended',
      'setTimeout 50 ms ended',
    ]);
    const [long] = named(timers, 'setTimeout 50 ms');
    expect(long!.at).toBeGreaterThan(started!);
    expect(long!.ended!.at).toBeLessThan(fired!);
    expect(long!.ended!.at - long!.at).toBeGreaterThan(49e6);
  });

  it('worker threads, and the messages to and fro', async () => {
    const { code, stderr, collected } = await recordNode([program('makes-threads.cjs')], { node });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(collected.threads.map(({ hello }) => hello.kind).toSorted()).toEqual(['main', 'worker', 'worker', 'worker']);
    const [main, ...workers] = collected.threads.toSorted((a, b) => a.hello.thread - b.hello.thread);
    expect(main!.hello.tid).toBe(main!.hello.pid);
    expect(new Set(collected.threads.map(({ hello }) => hello.tid)).size).toBe(4);
    expect(main!.operations.filter(({ kind }) => kind === 'worker').map(({ ended }) => ended?.outcome)).toEqual([
      'ended',
      'ended',
      'ended',
    ]);
    expect(main!.made.map(([, made]) => made)).toEqual(workers.map(({ hello }) => ({ thread: hello.thread })));
    // 5 there and back, and the last one that says it is over.
    expect(collected.messages).toHaveLength(3 * 11);
    for (const { sentAt, receivedAt } of collected.messages) expect(receivedAt).toBeGreaterThan(sentAt);
  });

  it('processes: cluster, fork, and a node below a shell', async () => {
    const { code, stdout, stderr, collected } = await recordNode([program('makes-processes.cjs')], { node });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const printed = stdout.matchAll(/^\w+ (\d+)$/gm);
    const pids = [...printed].map(([, pid]) => Number(pid)).toSorted(ascending);
    expect(pids).toHaveLength(5);
    expect(collected.threads.map(({ hello }) => hello.pid).toSorted(ascending)).toEqual(pids);
    const main = collected.threads.find(({ operations }) => operations.some(({ kind }) => kind === 'child'))!;
    expect(main.operations.filter(({ kind }) => kind === 'child')).toHaveLength(4);
    expect(main.made).toHaveLength(4);
    for (const { ended } of collected.threads) expect(ended?.inOrder).toBe(true);
  });

  it('more of them a second than are told: it says how many are left out', async () => {
    const { code, collected } = await recordNode([program('many-files.cjs')], { node });
    expect(code).toBe(0);
    const [thread] = collected.threads;
    const untold = thread!.untold
      .filter(([thing]) => thing === 'operations')
      .reduce((sum, [, count]) => sum + count!, 0);
    const told = thread!.operations.filter(({ name }) => name === 'fstat').length;
    expect(untold).toBeGreaterThan(0);
    expect(told + untold).toBe(60_000);
    expect(Math.max(...thread!.inFlight.map(([, most]) => most))).toBe(64);
  });

  it('none when they are switched off', async () => {
    const { collected } = await recordNode([program('reads-files.mjs')], { node, options: { operations: false } });
    expect(collected.threads.map(({ operations }) => operations)).toEqual([[]]);
  });
});

describe('what started an operation', () => {
  it.each(nodes)('is followed through await where that is free: %s', async (node) => {
    const version = (await recordNode(['-p', 'process.version'], { node })).stdout;
    const source = `import { readFile } from 'node:fs/promises';
      setTimeout(async () => { await null; await readFile('/dev/null'); await readFile('/dev/null') }, 5);`;
    const { collected } = await recordNode(['--input-type=module', '-e', source], { node });
    const [timer] = collected.operations('timer');
    const started = collected.operations('file').map(({ startedBy }) => startedBy);
    expect(started).toEqual(major(version) >= 24 ? [timer!.id, timer!.id] : [null, null]);
    expect(collected.threads[0]!.hello.startedBy).toBe(major(version) >= 24 ? 'context' : 'callbacks');
  });
});
