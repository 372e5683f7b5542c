import { describe, expect, it } from 'vitest';
import type { RunningProcess } from '../../../../src/core/protocol/recorder';
import { findProcesses, inOldOrder, shortLine } from '../../../../src/renderer/views/profile/find-processes';

const process = (pid: number, name: string, line: string): RunningProcess => ({ pid, name, line, coreShare: 0 });
const server = process(120, 'node', '/usr/bin/node server.js --port 8080');
const crawler = process(81, 'python3', 'python3 crawl.py');
const all = [server, crawler];
const pids = (text: string): number[] => findProcesses(all, text).map(({ pid }) => pid);

describe('findProcesses', () => {
  it('finds by name, command line and number, every word of it', () => {
    expect(pids('')).toEqual([120, 81]);
    expect(pids('NODE')).toEqual([120]);
    expect(pids('crawl python')).toEqual([81]);
    expect(pids('crawl node')).toEqual([]);
  });

  it('puts the process first whose number was typed, listed or not', () => {
    expect(pids('81')).toEqual([81]);
    expect(findProcesses(all, '80')).toEqual([
      { pid: 80, process: null },
      { pid: 120, process: server },
    ]);
    expect(pids('0')).toEqual([120]);
  });
});

it('rows stay where they are while they are held: new ones come last', () => {
  const fresh = process(300, 'sh', 'sh');
  expect(inOldOrder([fresh, crawler, server], all)).toEqual([server, crawler, fresh]);
  expect(inOldOrder([crawler], all)).toEqual([crawler]);
});

it('a line is shown without the folder of its program and without its own lines', () => {
  expect(shortLine('/usr/bin/node /srv/a.js')).toBe('node /srv/a.js');
  expect(shortLine("python3 -c 'import os\n  os'")).toBe("python3 -c 'import os os'");
});
