import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { outFiles } from './out-files';
import { startPage } from './own-page';
import type { StoredState } from './stored-state';
import { placeWindow, smallestWindow } from './window-state';

/** Between two changes of size or place, before they are remembered. */
const settledMs = 400;

/** `--bg` of the two themes: what is seen before the first frame. */
const backgrounds = { dark: '#0f1216', light: '#f6f7f9' } as const;

/**
 * Opens the one window where it was last.
 *
 * @param onLoaded each time the page has loaded: also after a reload, or a crash of the page.
 * @param onTrouble one sentence for the user.
 */
export function openWindow(
  state: StoredState,
  onLoaded: (window: BrowserWindow) => void,
  onTrouble: (message: string) => void,
): BrowserWindow {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const window = new BrowserWindow({
    ...placeWindow(
      state.window,
      [primary, ...others].map(({ workArea }) => workArea),
    ),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
    webPreferences: {
      preload: outFiles.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      // The live strip and a running comparison go on being collected behind another window.
      backgroundThrottling: false,
    },
  });
  if (state.window?.maximised === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.webContents.on('did-finish-load', () => onLoaded(window));
  rememberPlace(window, state, onTrouble);
  reloadAfterCrash(window, onTrouble);
  void window.loadURL(startPage(app.isPackaged));
  return window;
}

function rememberPlace(window: BrowserWindow, state: StoredState, onTrouble: (message: string) => void): void {
  let timer: NodeJS.Timeout | undefined;
  const remember = (): void => {
    clearTimeout(timer);
    if (window.isFullScreen()) return;
    try {
      state.rememberWindow({ ...window.getNormalBounds(), maximised: window.isMaximized() });
    } catch (error) {
      onTrouble((error as Error).message);
    }
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(remember, settledMs);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('maximize', soon);
  window.on('unmaximize', soon);
  window.once('close', remember);
}

/** A page that crashed is loaded anew, once: one that crashes at its start would do so for ever. */
function reloadAfterCrash(window: BrowserWindow, onTrouble: (message: string) => void): void {
  let lastMs = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const now = performance.now();
    const again = now - lastMs < 10_000;
    lastMs = now;
    if (again) return window.destroy();
    onTrouble(`The window's process ended (${reason}) and was started again. Comparisons that run go on.`);
    window.reload();
  });
}
