import { useEffect } from 'react';
import { useNavigation } from '../state/navigation';
import { commands } from './commands';
import { commandOfKeys } from './keyboard';
import { attempt } from './tell';

/** Keys that are commands, on every page. A presentation has keys of its own and takes them first. */
export function useWindowCommands(): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      const command = commandOfKeys(event, window.juggler.platform === 'darwin');
      if (command === null || event.repeat || event.defaultPrevented || useNavigation.getState().presenting) return;
      if (command === 'shortcuts' && isTyping(event.target)) return;
      event.preventDefault();
      attempt(Promise.resolve().then(commands[command]));
    };
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
