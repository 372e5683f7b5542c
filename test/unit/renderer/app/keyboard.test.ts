import { describe, expect, it } from 'vitest';
import { windowCommands } from '../../../../src/core/protocol/window-commands';
import { commandOfKeys, keyCaps, type Keys } from '../../../../src/renderer/app/keyboard';

const none: Keys = { key: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

describe('commandOfKeys', () => {
  it.each([
    [{ key: '1', ctrlKey: true }, 'home'],
    [{ key: 's', ctrlKey: true }, 'save'],
    [{ key: 'S', ctrlKey: true, shiftKey: true }, 'saveAs'],
    [{ key: 'Enter', ctrlKey: true }, 'run'],
    [{ key: '.', ctrlKey: true }, 'stop'],
    [{ key: 'F5' }, 'present'],
    [{ key: '?', shiftKey: true }, 'shortcuts'],
    [{ key: '1' }, null],
    [{ key: 's' }, null],
    [{ key: 's', ctrlKey: true, altKey: true }, null],
    [{ key: 's', metaKey: true }, null],
    [{ key: 'F5', ctrlKey: true }, null],
  ] as const)('takes %j for %s', (keys, command) => {
    expect(commandOfKeys({ ...none, ...keys }, false)).toBe(command);
  });

  it('has ⌘ in the place of Ctrl on a Mac', () => {
    expect(commandOfKeys({ ...none, key: 's', metaKey: true }, true)).toBe('save');
    expect(commandOfKeys({ ...none, key: 's', ctrlKey: true }, true)).toBeNull();
  });

  it('has no accelerator twice', () => {
    const accelerators = Object.values(windowCommands).map(({ accelerator }) => accelerator);
    expect(new Set(accelerators).size).toBe(accelerators.length);
  });
});

describe('keyCaps', () => {
  it.each([
    ['CommandOrControl+Shift+S', ['Ctrl', 'Shift', 'S'], ['⌘', '⇧', 'S']],
    ['F5', ['F5'], ['F5']],
    ['Shift+?', ['?'], ['?']],
    ['CommandOrControl+Enter', ['Ctrl', '↵'], ['⌘', '↵']],
  ])('writes %s', (accelerator, other, mac) => {
    expect(keyCaps(accelerator, false)).toEqual(other);
    expect(keyCaps(accelerator, true)).toEqual(mac);
  });
});
