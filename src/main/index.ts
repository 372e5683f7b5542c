import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import { libraryFolder } from '../recorder/store/library-folder';
import { Comparisons } from './comparisons';
import { setUpContent, setUpScheme } from './content';
import { setUpFilesToOpen } from './files-to-open';
import { makeHandlers } from './handlers';
import { setUpHardening, setUpSandbox } from './hardening';
import { setUpMenu, showThemeInMenu } from './menu';
import { NoticeSender } from './notices';
import { RecorderProcess } from './recorder-process';
import { setUpRequests } from './requests';
import { StoredState } from './stored-state';
import { applyTheme } from './theme';
import { openWindow } from './window';

const notices = new NoticeSender();
const trouble = (message: string): void => notices.send('trouble', { message });
let window: BrowserWindow | null = null;

setUpUserData();
setUpSandbox();
setUpScheme();
const first = setUpFilesToOpen(
  (file) => notices.send('open.file', { file }),
  () => focusWindow(),
);
if (first) void app.whenReady().then(start);
else app.quit();

function start(): void {
  const state = new StoredState(join(app.getPath('userData'), 'settings.json'));
  if (state.trouble !== null) trouble(state.trouble);
  applyTheme(state.settings.theme);
  setUpHardening();
  setUpContent();

  const library = libraryFolder();
  const recorder = new RecorderProcess({
    hello: { library, version: app.getVersion(), electron: process.versions.electron ?? null },
    onTrouble: trouble,
    onEnded: () => comparisons.recorderEnded(),
  });

  const comparisons: Comparisons = new Comparisons({
    version: app.getVersion(),
    machine: () => recorder.machine(),
    request: recorder.request,
    onProgress: (progress) => notices.send('compare.progress', progress),
    onTrouble: trouble,
  });
  recorder.start();

  setUpRequests(makeHandlers({ state, recorder, library, window: () => window!, comparisons }));
  setUpMenu({
    command: (command) => notices.send('menu.command', { command }),
    theme: () => state.settings.theme,
    setTheme(theme) {
      applyTheme(theme);
      showThemeInMenu(theme);
      notices.send('settings.changed', state.changeSettings({ theme }));
    },
  });
  window = openWindow(
    state,
    ({ webContents }) => {
      notices.connect(webContents);
      recorder.connectViewer(webContents);
      comparisons.repeatProgress();
    },
    trouble,
  );
  app.on('window-all-closed', () => app.quit());
  setUpQuit(comparisons, recorder);
}

/** Tests and portable set-ups keep their settings elsewhere; two folders are two apps that may run at once. */
function setUpUserData(): void {
  const folder = process.env['JUGGLER_USER_DATA'];
  if (folder !== undefined && folder !== '') app.setPath('userData', folder);
}

/** A comparison that runs is ended first, with all its processes; what was recorded of it is kept. */
function setUpQuit(comparisons: Comparisons, recorder: RecorderProcess): void {
  let stopped = false;
  app.on('before-quit', (event) => {
    if (stopped || !comparisons.isRunning) return;
    event.preventDefault();
    void comparisons.stop().then(() => {
      stopped = true;
      app.quit();
    });
  });
  app.on('will-quit', () => recorder.close());
}

function focusWindow(): void {
  if (window === null || window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}
