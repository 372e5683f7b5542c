import { describe, expect, it } from 'vitest';
import { visibleChunk, visibleDocument } from '../../../../src/renderer/state/visible';
import { chunkWith, comparisonOf, runOf } from './fake-window';

const hostile = '\u001B]0;x\u0007\u202Egnp';
const seen = '␛]0;x␇<U+202E>gnp';

describe('texts in the window', () => {
  it('are harmless in a document: what is shown, and what is filled into the command’s field', () => {
    const run = {
      ...runOf('failed'),
      failure: { message: hostile, stack: `a\n${hostile}`, output: hostile },
      notices: [hostile],
      command: { name: hostile, line: `printf '\t'\n${hostile}`, folder: hostile, exitCode: 1, signal: null },
    };
    const document = visibleDocument(comparisonOf('c', { name: hostile, runs: [run] }));
    expect(document.name).toBe(seen);
    expect(document.runs[0]).toMatchObject({
      failure: { message: seen, stack: `a\n${seen}`, output: seen },
      notices: [seen],
      command: { name: seen, line: `printf '\t'\n${seen}`, folder: seen },
    });
  });

  it('are left alone where nothing has to be changed: the same object', () => {
    const document = comparisonOf('c', { runs: [runOf()] });
    expect(visibleDocument(document)).toBe(document);
  });

  it('are harmless in a recording', () => {
    const chunk = chunkWith(1);
    const lanes = [{ ...chunk.lanes[0]!, name: hostile }];
    expect(visibleChunk({ ...chunk, lanes, strings: [hostile] })).toMatchObject({
      lanes: [{ name: seen }],
      strings: [seen],
    });
  });
});
