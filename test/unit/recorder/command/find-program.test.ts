import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findProgram } from '../../../../src/recorder/command/find-program';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juggler-find-'));
  writeFileSync(join(folder, 'tool'), '#!/bin/sh\n');
  chmodSync(join(folder, 'tool'), 0o755);
  writeFileSync(join(folder, 'text'), '');
  chmodSync(join(folder, 'text'), 0o644);
  mkdirSync(join(folder, 'sub'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('findProgram', () => {
  it('finds what a shell would', () => {
    expect(findProgram('tool', '/', `/nowhere:${folder}`)).toBe(join(folder, 'tool'));
    expect(findProgram('./tool', folder, '')).toBe(join(folder, 'tool'));
    expect(findProgram(join(folder, 'tool'), '/', undefined)).toBe(join(folder, 'tool'));
    expect(findProgram('sh', '/', undefined)).toMatch(/\/sh$/);
  });

  it.each([
    ['', 'No command was given'],
    ['no-such-tool', 'There is no program “no-such-tool” on the PATH'],
    ['./no-such-tool', './no-such-tool does not exist'],
    ['./sub', './sub is a folder'],
    ['./text', './text may not be executed'],
    ['text', 'text may not be executed'],
  ])('says what is wrong with %j', (name, sentence) => {
    expect(() => findProgram(name, folder, folder)).toThrow(sentence);
  });
});
