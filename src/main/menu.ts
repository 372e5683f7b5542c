import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { Settings, WindowCommand } from '../core/protocol/contract';

export interface MenuActions {
  readonly command: (command: WindowCommand) => void;
  readonly theme: () => Settings['theme'];
  readonly setTheme: (theme: Settings['theme']) => void;
}

const themes = [
  { theme: 'system', label: 'As the System' },
  { theme: 'light', label: 'Light' },
  { theme: 'dark', label: 'Dark' },
] as const;

/** Every accelerator of the app is in this menu: found by looking, and the same on every page. */
export function setUpMenu(actions: MenuActions): void {
  const mac = process.platform === 'darwin';
  app.setAboutPanelOptions({
    applicationName: 'Juggler',
    applicationVersion: app.getVersion(),
    copyright: 'The Juggler authors. MIT licence.',
    website: 'https://juggler.example.org',
  });
  const command = (label: string, command: WindowCommand, accelerator: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    accelerator,
    click: () => actions.command(command),
  });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(mac ? [{ role: 'appMenu' as const }] : []),
      {
        label: '&File',
        submenu: [
          command('&Open…', 'open', 'CommandOrControl+O'),
          { type: 'separator' },
          command('&Save', 'save', 'CommandOrControl+S'),
          command('Save &As…', 'saveAs', 'CommandOrControl+Shift+S'),
          { type: 'separator' },
          mac ? { role: 'close' } : { role: 'quit' },
        ],
      },
      { role: 'editMenu' },
      {
        label: '&Compare',
        submenu: [
          command('&Run', 'run', 'CommandOrControl+Return'),
          command('S&top', 'stop', 'CommandOrControl+.'),
          { type: 'separator' },
          command('&Present', 'present', 'F5'),
        ],
      },
      {
        label: '&View',
        submenu: [
          command('&Home', 'home', 'CommandOrControl+1'),
          command('&Compare', 'compare', 'CommandOrControl+2'),
          command('&Library', 'library', 'CommandOrControl+3'),
          { type: 'separator' },
          {
            label: '&Theme',
            submenu: themes.map(({ theme, label }) => ({
              id: `theme-${theme}`,
              label,
              type: 'radio',
              checked: actions.theme() === theme,
              click: () => actions.setTheme(theme),
            })),
          },
          { type: 'separator' },
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
          { type: 'separator' },
          { role: 'toggleDevTools' },
        ],
      },
      {
        role: 'help',
        submenu: [
          { id: 'shortcuts', label: '&Keyboard Shortcuts', click: () => actions.command('shortcuts') },
          ...(mac ? [] : [{ role: 'about' as const }]),
        ],
      },
    ]),
  );
}

/** The theme was changed in the window: its dot moves in the menu. */
export function showThemeInMenu(theme: Settings['theme']): void {
  const item = Menu.getApplicationMenu()?.getMenuItemById(`theme-${theme}`);
  if (item) item.checked = true;
}
