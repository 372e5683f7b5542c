import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asksForPermissions, requireOption, withNodeOption } from '../../../../src/recorder/agents/node-options';

describe('an option for NODE_OPTIONS', () => {
  it.each([
    ['/a/b.cjs', '--require /a/b.cjs'],
    ['/a b/c.cjs', '--require "/a b/c.cjs"'],
    ['C:\\a\\b.cjs', '--require "C:\\\\a\\\\b.cjs"'],
    ['/a"b.cjs', '--require "/a\\"b.cjs"'],
  ])('of the file %s is %s', (file, option) => {
    expect(requireOption(file)).toBe(option);
  });

  it.each(['plain', 'with spaces', 'with "quotes"', 'back\\slash', 'tab\there'])(
    'is read by Node as it is meant: %s',
    (name) => {
      const folder = mkdtempSync(join(tmpdir(), `juggler ${name} `));
      try {
        const file = join(folder, 'preload.cjs');
        writeFileSync(file, 'globalThis.loaded = true');
        const { stdout, stderr } = spawnSync(process.execPath, ['-p', 'globalThis.loaded'], {
          env: { NODE_OPTIONS: requireOption(file) },
          encoding: 'utf8',
        });
        expect({ stdout, stderr }).toEqual({ stdout: 'true\n', stderr: '' });
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

describe('an environment with the option', () => {
  it('has it alone where the user has none', () => {
    expect(withNodeOption({ PATH: '/bin' }, '--require /a')).toEqual({ PATH: '/bin', NODE_OPTIONS: '--require /a' });
    expect(withNodeOption({ NODE_OPTIONS: '  ' }, '--require /a')).toEqual({ NODE_OPTIONS: '--require /a' });
  });

  it('keeps the user’s own behind it, to the letter', () => {
    const own = '--max-old-space-size=100 --require "/x  y.cjs"';
    expect(withNodeOption({ NODE_OPTIONS: own }, '--require /a')).toEqual({ NODE_OPTIONS: `--require /a ${own}` });
  });

  it('finds them by any case, as Windows does', () => {
    expect(withNodeOption({ Node_Options: '--y' }, '--require /a')).toEqual({ Node_Options: '--require /a --y' });
  });

  it('leaves the given environment as it is', () => {
    const environment = Object.freeze({ NODE_OPTIONS: '--y' });
    withNodeOption(environment, '--require /a');
    expect(environment).toEqual({ NODE_OPTIONS: '--y' });
  });
});

describe('the permission model', () => {
  it.each([
    ['--permission', true],
    ['--experimental-permission --allow-fs-read=*', true],
    ['--x --permission', true],
    ['--permissions', false],
    ['--no-permission', false],
    ['--allow-permission=x', false],
  ])('is asked for by %s: %s', (text, asked) => {
    expect(asksForPermissions(text)).toBe(asked);
  });
});
