import { describe, expect, it } from 'vitest';
import { endOfStatus, signalName, signalNumber } from '../../../../src/recorder/launch/wait-status';

describe('what wait(2) says of a process that has ended', () => {
  it.each([
    [0x0700, { code: 7, signal: null, dumpedCore: false }],
    [0xff00, { code: 255, signal: null, dumpedCore: false }],
    [9, { code: null, signal: 'SIGKILL', dumpedCore: false }],
    [0x80 | 6, { code: null, signal: 'SIGABRT', dumpedCore: true }],
    [34, { code: null, signal: 'SIGRTMIN', dumpedCore: false }],
    [36, { code: null, signal: 'SIGRTMIN+2', dumpedCore: false }],
    [33, { code: null, signal: 'signal 33', dumpedCore: false }],
  ])('%i', (status, end) => expect(endOfStatus(status)).toEqual(end));

  it('every signal has a name that leads back to its number', () => {
    for (let number = 1; number <= 64; number++) expect(signalNumber(signalName(number))).toBe(number);
    expect(signalNumber('SIGNOTHING')).toBeNull();
  });
});
