import { describe, expect, it } from 'vitest';
import { missingPackages, parseInstalled } from '../../../scripts/lib/system-packages.mjs';

const wanted = ['libgtk-3-0', 'libnss3', 'libasound2', 'xvfb'];

describe('missingPackages', () => {
  it('names what is not installed', () => {
    expect(missingPackages(wanted, new Set(['libnss3', 'libasound2', 'libssl3']))).toEqual(['libgtk-3-0', 'xvfb']);
  });

  it('takes the new names of a package as the package', () => {
    expect(missingPackages(wanted, new Set(['libgtk-3-0t64', 'libnss3', 'libasound2t64', 'xvfb']))).toEqual([]);
  });

  it('asks for the new names where the system uses them', () => {
    const installed = new Set(['libssl3t64', 'libnss3']);
    expect(missingPackages(wanted, installed)).toEqual(['libgtk-3-0t64', 'libasound2t64', 'xvfb']);
  });
});

describe('parseInstalled', () => {
  it('leaves out what was removed or only half installed', () => {
    const output = 'libnss3 installed\nlibgbm1 config-files\nxvfb half-configured\nxauth installed\n';
    expect(parseInstalled(output)).toEqual(new Set(['libnss3', 'xauth']));
  });
});
