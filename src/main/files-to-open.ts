import { app } from 'electron';
import { filesOf } from './files-of';

/**
 * Hands on every file the app is asked to open: from its own command line, from a second start (which then ends),
 * and from macOS.
 *
 * @param open is called for each file, also before there is a window.
 * @param focus is called when there was a second start.
 * @returns false in the second start: there is nothing more to do in it.
 */
export function setUpFilesToOpen(open: (file: string) => void, focus: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_event, commandLine, folder) => {
    focus();
    for (const file of filesOf(commandLine, folder)) open(file);
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    open(file);
  });
  for (const file of filesOf(process.argv.slice(1), process.cwd())) open(file);
  return true;
}
