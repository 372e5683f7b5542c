import { describe, expect, it } from 'vitest';
import { startNotice, type OwnStart } from '../../../../src/recorder/launch/own-start';

const start: OwnStart = {
  keeper: null,
  launcher: null,
  argv: [],
  environment: [],
  descriptors: [],
  openFiles: null,
};

describe('what may be otherwise for a recorded program is said', () => {
  it('and nothing where the launcher started Node', () => {
    expect(startNotice({ ...start, keeper: 3, launcher: '/out/juggler' }, 'linux')).toBeNull();
  });

  it('with the launcher to use instead', () => {
    expect(startNotice({ ...start, launcher: '/out/juggler' }, 'linux')).toMatch(/signals.*open files.*\/out\/juggler/);
  });

  it('with what to install, where there is no launcher', () => {
    expect(startNotice(start, 'linux')).toMatch(/signals.*limits.*descriptors.*variables.*Install cc/);
  });
});
