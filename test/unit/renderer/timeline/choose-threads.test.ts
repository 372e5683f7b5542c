import { describe, expect, it } from 'vitest';
import {
  chooseThreads,
  threadKey,
  usualThreads,
  type ThreadLook,
} from '../../../../src/renderer/timeline/choose-threads';
import type { StateLaneRow } from '../../../../src/renderer/timeline/state-lane-row';

/** What choosing asks of a row. */
function row(process: string, parent: number, tid: number, ran: number, name = `t${tid}`): StateLaneRow {
  const lane = { id: tid, kind: 'thread', name, parent, pid: parent, tid };
  return { lane, name, process, ran } as unknown as StateLaneRow;
}
const rows = [
  row('node', 1, 1, 5, 'node'),
  row('node', 1, 2, 50),
  row('sh', 3, 3, 70, 'sh'),
  row('idle', 4, 4, 0, 'idle'),
];
const states = { all: rows, busy: rows.slice(0, 3) };
const names = (look: Partial<ThreadLook>): string[] =>
  chooseThreads(states, { ...usualThreads, ...look }).map(({ name }) => name);

describe('chooseThreads', () => {
  it('leaves out those that hardly ran, as long as they are not asked for', () => {
    expect(names({})).toEqual(['node', 't2', 'sh']);
    expect(names({ all: true })).toEqual(['node', 't2', 'sh', 'idle']);
    expect(names({ search: 'IDLE' })).toEqual(['idle']);
  });

  it('orders processes, and threads within them', () => {
    expect(names({ order: 'cpu' })).toEqual(['sh', 't2', 'node']);
    expect(names({ order: 'name' })).toEqual(['node', 't2', 'sh']);
  });

  it('finds by the name of the thread, of its process, and by number', () => {
    expect(names({ search: 'node' })).toEqual(['node', 't2']);
    expect(names({ search: '3' })).toEqual(['sh']);
  });

  it('shows pinned threads first, also those that hardly ran, and no hidden ones', () => {
    expect(names({ pinned: new Set([threadKey(4, 4)]) })).toEqual(['idle', 'node', 't2', 'sh']);
    expect(names({ hidden: new Set([threadKey(1, 1)]) })).toEqual(['t2', 'sh']);
  });
});
