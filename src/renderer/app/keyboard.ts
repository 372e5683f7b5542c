import { windowCommands, type WindowCommand } from '../../core/protocol/window-commands';

/** What of a `KeyboardEvent` decides. */
export type Keys = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/**
 * The command that a key stands for; null: none. A page that takes the key keeps it from the menu, which has the
 * same accelerators: a command is run once, and also where the menu is hidden or drawn by the desktop.
 */
export function commandOfKeys(keys: Keys, mac: boolean): WindowCommand | null {
  for (const [command, { accelerator }] of Object.entries(windowCommands)) {
    // `Object.entries` forgets the names that the table has.
    if (matches(accelerator, keys, mac)) return command as WindowCommand;
  }
  return null;
}

/** As it is written for people: `Ctrl S`, `⌘ S`, `?`. */
export function keyCaps(accelerator: string, mac: boolean): string[] {
  const parts = accelerator.split('+');
  const main = parts.at(-1)!;
  // A sign that only Shift gives is known by itself.
  const modifiers = /^[\w.]+$/.test(main) ? parts.slice(0, -1) : parts.slice(0, -1).filter((part) => part !== 'Shift');
  return [...modifiers.map((part) => capOf(part, mac)), capOf(main, mac)];
}

const namedCaps: Readonly<Record<string, string>> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  escape: 'Esc',
  ' ': 'Space',
  '-': '−',
};

/** The cap of a `KeyboardEvent.key` in small letters: `←`, `Home`, `W`. */
export function capOfKey(key: string): string {
  return namedCaps[key] ?? key.charAt(0).toUpperCase() + key.slice(1);
}

function capOf(part: string, mac: boolean): string {
  if (part === 'CommandOrControl') return mac ? '⌘' : 'Ctrl';
  if (part === 'Shift') return mac ? '⇧' : 'Shift';
  return part === 'Enter' ? '↵' : part;
}

function matches(accelerator: string, keys: Keys, mac: boolean): boolean {
  const parts = accelerator.split('+');
  const command = mac ? keys.metaKey : keys.ctrlKey;
  const other = mac ? keys.ctrlKey : keys.metaKey;
  return (
    keys.key.toLowerCase() === parts.at(-1)!.toLowerCase() &&
    command === parts.includes('CommandOrControl') &&
    keys.shiftKey === parts.includes('Shift') &&
    !other &&
    !keys.altKey
  );
}
