import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoredState, defaultSettings } from '../../../src/main/stored-state';
import { writeJsonFile } from '../../../src/main/json-file';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juggler-settings-'));
  file = join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('settings.json', () => {
  it('gives the defaults where there is none, and says nothing', () => {
    const state = new StoredState(file);
    expect(state.settings).toEqual(defaultSettings);
    expect(state.window).toBeNull();
    expect(state.trouble).toBeNull();
    expect(existsSync(file)).toBe(false);
  });

  it('remembers settings and the window over a start, apart from each other', () => {
    const first = new StoredState(file);
    first.changeSettings({ theme: 'light', recentModules: ['/work/own.mjs'] });
    first.rememberWindow({ x: 10, y: 20, width: 900, height: 700, maximised: true });
    first.changeSettings({ theme: 'dark' });
    const second = new StoredState(file);
    expect(second.settings).toEqual({ theme: 'dark', lastSpec: null, recentModules: ['/work/own.mjs'] });
    expect(second.window).toEqual({ x: 10, y: 20, width: 900, height: 700, maximised: true });
  });

  it.each([
    ['no JSON', '{"settings": {'],
    ['empty', ''],
    ['a wrong value', JSON.stringify({ settings: { ...defaultSettings, theme: 'pink' }, window: null })],
    ['another shape', '[]'],
  ])('keeps a broken file (%s) beside, uses the defaults and says so', (_name, text) => {
    writeFileSync(file, text);
    const state = new StoredState(file);
    expect(state.settings).toEqual(defaultSettings);
    expect(state.trouble).toContain(file);
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe(text);
    state.changeSettings({ theme: 'dark' });
    expect(new StoredState(file).trouble).toBeNull();
  });

  it('leaves the old file whole when the new one cannot be written, and no temporary file', () => {
    writeJsonFile(file, { whole: true });
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    expect(() => writeJsonFile(file, circular)).toThrow(/circular/i);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ whole: true });
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it('says in a sentence that settings cannot be kept, and goes on with them', () => {
    writeFileSync(join(folder, 'no-folder'), '');
    const state = new StoredState(join(folder, 'no-folder', 'settings.json'));
    expect(() => state.changeSettings({ theme: 'light' })).toThrow('The settings cannot be kept');
    expect(state.settings.theme).toBe('light');
  });
});
