import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';

const outRoot = join(import.meta.dirname, '..');

void app.whenReady().then(async () => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    webPreferences: { sandbox: true, contextIsolation: true, preload: join(outRoot, 'preload/index.cjs') },
  });
  await window.loadFile(join(outRoot, 'renderer/index.html'));
});
