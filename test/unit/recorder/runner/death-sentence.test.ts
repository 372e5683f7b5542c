import { describe, expect, it } from 'vitest';
import { deathSentence } from '../../../../src/recorder/runner/death-sentence';

describe('deathSentence', () => {
  it.each([
    [
      { code: null, signal: 'SIGABRT' },
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
      /ran out of memory.*heap limit.*SIGABRT/,
    ],
    [{ code: 134, signal: null }, '', /gave up \(exit code 134\)/],
    [{ code: null, signal: 'SIGKILL' }, '', /SIGKILL.*machine ran out of memory/],
    [{ code: null, signal: 'SIGSEGV' }, '', /crashed \(SIGSEGV\) in native code/],
    [{ code: null, signal: 'SIGTERM' }, '', /ended from outside \(SIGTERM\)/],
    [{ code: 0, signal: null }, 'bye', /by itself \(exit code 0\).*process\.exit/],
    [{ code: null, signal: null }, '', /exit code unknown/],
    [{ code: 9, signal: null }, '', /by itself \(exit code 9\)/],
    [{ code: 9, signal: null, signalInCode: true }, '', /code 9: it was killed.*\(SIGKILL\), or .*process\.exit\(9\)/],
    [{ code: 3, signal: null, signalInCode: true }, '', /by itself \(exit code 3\)/],
  ])('%o, %s', (exit, output, sentence) => {
    expect(deathSentence(exit, output)).toMatch(sentence);
  });
});
