import { app, session, type WebContents } from 'electron';
import { isOwnPage } from './own-page';

/** Before the app is ready. Chromium's sandbox refuses to work as root, and says so by not starting. */
export function setUpSandbox(): void {
  const root = process.platform === 'linux' && process.getuid?.() === 0;
  if (!root) app.enableSandbox();
}

/**
 * The window shows our own page and nothing else: no navigation, no second window, no frame of others, no
 * permission of any kind, no download, no request to anywhere.
 */
export function setUpHardening(): void {
  app.on('web-contents-created', (_event, contents) => confine(contents));
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isAllowedRequest(details.url) });
  });
}

function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

function isAllowedRequest(url: string): boolean {
  const { protocol } = new URL(url);
  if (protocol === 'devtools:' || protocol === 'blob:' || protocol === 'data:') return true;
  // The development server's socket (hot replacement) has another scheme and the same host.
  return isOwnPage(url.replace(/^ws:/, 'http:'), app.isPackaged);
}
