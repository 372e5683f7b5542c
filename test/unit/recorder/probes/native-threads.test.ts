import { describe, expect, it } from 'vitest';
import { nativeThreadName } from '../../../../src/recorder/probes/native-threads';

describe('nativeThreadName', () => {
  it.each([
    ['libuv-worker', 0, 'pool thread'],
    ['V8Worker', 0, 'V8 thread'],
    ['ThreadPoolForeg', 0, 'V8 thread'],
    // Node 20 names none of its threads: they bear the name of the program, and are told by their order.
    ['node', 1, 'V8 thread'],
    ['node', 5, 'V8 thread'],
    ['node', 7, 'pool thread'],
    ['node', 10, 'pool thread'],
    ['node', 11, 'native thread'],
    ['my-addon', 0, 'my-addon'],
  ])('%s, %i: %s', (comm, rank, name) => {
    expect(nativeThreadName({ comm, rank })).toBe(name);
  });
});
