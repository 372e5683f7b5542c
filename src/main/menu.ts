import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { Settings } from '../core/protocol/contract';
import { windowCommands, type WindowCommand } from '../core/protocol/window-commands';

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
  const command = (command: WindowCommand): MenuItemConstructorOptions => ({
    id: command,
    label: windowCommands[command].label,
    accelerator: windowCommands[command].accelerator,
    click: () => actions.command(command),
  });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(mac ? [{ role: 'appMenu' as const }] : []),
      {
        label: '&File',
        submenu: [
          command('open'),
          { type: 'separator' },
          command('save'),
          command('saveAs'),
          { type: 'separator' },
          mac ? { role: 'close' } : { role: 'quit' },
        ],
      },
      { role: 'editMenu' },
      {
        label: '&Compare',
        submenu: [command('run'), command('stop'), { type: 'separator' }, command('present')],
      },
      {
        label: '&View',
        submenu: [
          command('home'),
          command('compare'),
          command('profile'),
          command('library'),
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
        submenu: [command('shortcuts'), ...(mac ? [] : [{ role: 'about' as const }])],
      },
    ]),
  );
}

/** The theme was changed in the window: its dot moves in the menu. */
export function showThemeInMenu(theme: Settings['theme']): void {
  const item = Menu.getApplicationMenu()?.getMenuItemById(`theme-${theme}`);
  if (item) item.checked = true;
}
