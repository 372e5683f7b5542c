import { describe, expect, it } from 'vitest';
import { jsonText } from '../../../../src/core/base/json-text';
import { visibleLines, visibleText } from '../../../../src/core/base/visible-text';

describe('visibleText', () => {
  it.each([
    ['a control', '\u001B]0;title\u0007', '␛]0;title␇'],
    ['a line end', 'two\nlines\r', 'two␊lines␍'],
    ['delete', 'a\u007F', 'a␡'],
    ['C1', '\u009B31m', '<U+009B>31m'],
    ['bidi', '\u202Egnp.exe\u2066', '<U+202E>gnp.exe<U+2066>'],
    ['no width', 'a\u200Bb\uFEFF\u00AD', 'a<U+200B>b<U+FEFF><U+00AD>'],
    ['separators of lines', 'a\u2028b\u2029', 'a<U+2028>b<U+2029>'],
    ['a tag', '\u{E0041}', '<U+E0041>'],
    ['half of a pair', 'a\uD800', 'a<U+D800>'],
  ])('makes %s visible', (_, text, visible) => {
    expect(visibleText(text)).toBe(visible);
  });

  it.each(['plain', 'é ü ß', '漢字', 'שלום', 'مرحبا', '👍🏽 ❤️', '12\u202Fms', 'e\u0301', '␛'])(
    'leaves %s alone',
    (text) => {
      expect(visibleText(text)).toBe(text);
    },
  );

  it('keeps lines where there may be some', () => {
    expect(visibleLines('a\tb\r\nc\u001B[2J\rd\n')).toBe('a    b\nc␛[2J␍d\n');
  });
});

describe('jsonText', () => {
  it('is the same data, and only characters that are seen', () => {
    const value = { '\u202E': '\u001B\u007F\u0085\u009B\u200B\u2028\u{E0041}\uD800 é 👍' };
    const text = jsonText(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(text).toContain('\\u009b');
    expect(text).toContain('é 👍');
  });
});
