import { describe, expect, it } from 'vitest';
import { changedVariables, decodeVariables, splitWords } from '../../../../src/recorder/launch/byte-words';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('arguments and variables as bytes', () => {
  it('are split at zeros, empty ones too', () => {
    expect(splitWords(bytes('a\0\0b c\0')).map(String)).toEqual(['a', '', 'b c']);
    expect(splitWords(bytes(''))).toEqual([]);
  });

  it('the first variable of a name counts; what is no variable is left out', () => {
    const entries = ['A=1', 'A=2', '=x', 'nothing', 'B==', '__proto__=p'].map(bytes);
    expect({ ...decodeVariables(entries) }).toEqual({ ['__proto__']: 'p', A: '1', B: '=' });
  });

  it('a changed variable keeps bytes that are no UTF-8', () => {
    const before = [bytes('PYTHONPATH=/home/caf\xe9'), bytes('B=b'), bytes('C=\xe9')];
    const old = decodeVariables(before);
    const after = { ...old, PYTHONPATH: `/agént:${old['PYTHONPATH']}`, NODE_OPTIONS: '--require é' };
    expect(changedVariables(before, after)).toEqual([
      Buffer.concat([Buffer.from('PYTHONPATH=/agént:'), bytes('/home/caf\xe9')]),
      Buffer.from('NODE_OPTIONS=--require é'),
    ]);
  });
});
