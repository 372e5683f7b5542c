import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { libraryFolder } from '../../../../src/recorder/store/library-folder';

describe('libraryFolder', () => {
  it.each([
    [{}, 'linux', '/home/ada/.local/share/juggler/library'],
    [{ XDG_DATA_HOME: '/data' }, 'linux', '/data/juggler/library'],
    [{ XDG_DATA_HOME: 'relative' }, 'linux', '/home/ada/.local/share/juggler/library'],
    [{}, 'darwin', '/home/ada/Library/Application Support/Juggler/library'],
    [{ APPDATA: '/roaming' }, 'win32', '/roaming/Juggler/library'],
    [{}, 'win32', '/home/ada/AppData/Roaming/Juggler/library'],
    [{ JUGGLER_LIBRARY: '/mine', XDG_DATA_HOME: '/data' }, 'linux', '/mine'],
    [{ JUGGLER_LIBRARY: 'here' }, 'win32', resolve('here')],
    [{ JUGGLER_LIBRARY: '' }, 'linux', '/home/ada/.local/share/juggler/library'],
  ] as const)('with %j on %s is %s', (environment, platform, folder) => {
    expect(libraryFolder(environment, platform, '/home/ada')).toBe(folder);
  });
});
