import { describe, expect, it } from 'vitest';
import { endTree, sweepTree, type TreeEnds } from '../../../../src/recorder/runner/end-tree';
import type { ChildHandle } from '../../../../src/recorder/runner/spawn';

/** Which ends what: `stop` the message, then the signals. */
type Weakness = 'stop' | 'SIGTERM' | 'SIGKILL' | 'nothing';

class Tree {
  readonly log: string[] = [];
  readonly alive = new Map<number, Weakness>();

  constructor(alive: Readonly<Record<number, Weakness>>) {
    for (const [pid, weakness] of Object.entries(alive)) this.alive.set(Number(pid), weakness);
  }

  readonly handle: ChildHandle = {
    pid: 1,
    ownGroup: false,
    exited: new Promise(() => undefined),
    stdout: null,
    stderr: null,
    post: (message) => {
      this.log.push((message as { type: string }).type);
      this.#hit([1], 'stop');
    },
    onMessage: () => undefined,
    kill: (name) => this.#hit([1], name),
    related: () => [],
  };

  readonly ends: TreeEnds = {
    // Below 1 all are found while 1 is alive; afterwards only those that are known by pid.
    list: ({ pid, related }) =>
      this.alive.has(pid) ? [...this.alive.keys()] : related().filter((one) => this.alive.has(one)),
    signal: (pids, name) => {
      this.log.push(`${name} ${pids.join(' ')}`.trim());
      this.#hit(pids, name);
    },
  };

  #hit(pids: readonly number[], by: Weakness): void {
    for (const pid of pids) if (this.alive.get(pid) === by || by === 'SIGKILL') this.alive.delete(pid);
  }
}

describe('endTree', () => {
  it('asks first, and leaves it at that where asking is enough', async () => {
    const tree = new Tree({ 1: 'stop' });
    await endTree(tree.handle, tree.ends);
    expect(tree.log).toEqual(['stop']);
  });

  it('sends TERM, then KILL, to every process that is left', async () => {
    const tree = new Tree({ 1: 'SIGTERM', 2: 'SIGTERM', 3: 'SIGKILL' });
    await endTree(tree.handle, tree.ends);
    expect(tree.log).toEqual(['stop', 'SIGTERM 2 3', 'SIGKILL 3']);
    expect([...tree.alive]).toEqual([]);
  });

  it('finds children whose parent ended when it was asked to', async () => {
    const tree = new Tree({ 1: 'stop', 2: 'SIGKILL' });
    await endTree(tree.handle, tree.ends);
    expect(tree.log).toEqual(['stop', 'SIGTERM 2', 'SIGKILL 2']);
    expect([...tree.alive]).toEqual([]);
  });

  it('does nothing where nothing is left', async () => {
    const tree = new Tree({});
    await sweepTree(tree.handle, tree.ends);
    expect(tree.log).toEqual([]);
  });
});
