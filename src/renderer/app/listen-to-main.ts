import { onNotice } from '../state/client';
import { receiveProgress } from '../state/comparison';
import { receiveSettings } from '../state/settings';
import { commands } from './commands';
import { takeFile } from './take-file';
import { attempt, tellTrouble } from './tell';

/**
 * Must be called while the page's script is first run: main sends what has waited (the file that the app was started
 * with) as soon as the page has loaded.
 *
 * @param ready files wait for it: a module becomes part of the draft that only then is there.
 */
export function listenToMain(ready: Promise<void>): void {
  onNotice('compare.progress', (progress) => attempt(receiveProgress(progress)));
  onNotice('settings.changed', receiveSettings);
  onNotice('open.file', ({ file }) => attempt(ready.then(() => takeFile(file))));
  onNotice('menu.command', ({ command }) => attempt(Promise.resolve().then(commands[command])));
  onNotice('trouble', ({ message }) => tellTrouble(message));
}
