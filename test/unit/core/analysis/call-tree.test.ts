import { describe, expect, it } from 'vitest';
import { functionTimes, threadCalls, type CallNode } from '../../../../src/core/analysis/call-tree';
import { sampledRecording, type Call } from './sampled-recording';

const strings = ['main', 'parse', 'send', 'fib'];
const recordingOf = (calls: readonly Call[]) => sampledRecording(strings, calls);
const shape = ({ name, totalNs, selfNs, callees }: CallNode): unknown => [
  name,
  totalNs / 1e6,
  selfNs / 1e6,
  ...(callees.length > 0 ? [callees.map(shape)] : []),
];
const all = { start: 0, end: 100e6 };

describe('threadCalls', () => {
  const calls: readonly Call[] = [
    [0, 0, 0, 10],
    [1, 1, 0, 4],
    [2, 1, 6, 8],
    [0, 0, 20, 30],
    [1, 1, 20, 29],
  ];

  it('adds up who called whom, the longest first', () => {
    const [thread] = threadCalls(recordingOf(calls), all);
    expect(thread).toMatchObject({ thread: 0, name: 'worker 1', totalNs: 20e6 });
    expect(thread!.calls.map(shape)).toEqual([
      [
        'main',
        20,
        5,
        [
          ['parse', 13, 13],
          ['send', 2, 2],
        ],
      ],
    ]);
  });

  it('counts of each call what lies in the range', () => {
    const [thread] = threadCalls(recordingOf(calls), { start: 3e6, end: 7e6 });
    expect(thread!.calls.map(shape)).toEqual([
      [
        'main',
        4,
        2,
        [
          ['parse', 1, 1],
          ['send', 1, 1],
        ],
      ],
    ]);
    expect(threadCalls(recordingOf(calls), { start: 12e6, end: 18e6 })).toEqual([]);
  });

  it('makes one line of a function that calls itself', () => {
    const deep: readonly Call[] = [
      [3, 0, 0, 10],
      [3, 1, 0, 9],
      [3, 2, 1, 8],
      [2, 3, 2, 4],
    ];
    const threads = threadCalls(recordingOf(deep), all);
    expect(threads[0]!.calls.map(shape)).toEqual([['fib', 10, 8, [['send', 2, 2]]]]);
    expect(functionTimes(threads)).toEqual([
      { name: 'fib', selfMs: 8, totalMs: 10 },
      { name: 'send', selfMs: 2, totalMs: 2 },
    ]);
  });

  it('leaves out a call whose caller is missing', () => {
    expect(threadCalls(recordingOf([[1, 3, 0, 5]]), all)).toEqual([]);
  });
});
