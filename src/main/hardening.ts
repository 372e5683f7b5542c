import { app, session, type Session, type WebContents } from 'electron';
import { isOwnPage, startPage } from './own-page';

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
  refuseNetwork(defaultSession);
  defaultSession.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isAllowedRequest(details.url) });
  });
}

/** What is no request for a page (WebRTC, sockets) goes to a proxy that is not there: no port of this machine is number 0. */
function refuseNetwork(session: Session): void {
  // The development server is reached directly.
  if (!app.isPackaged && process.env['ELECTRON_RENDERER_URL'] !== undefined) return;
  void session.setProxy({ mode: 'fixed_servers', proxyRules: 'socks5://127.0.0.1:0', proxyBypassRules: '<-loopback>' });
}

function confine(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  // Nobody is asked before a page becomes `about:blank`: it is taken back.
  contents.on('did-navigate', (_event, url) => {
    if (!isOwnPage(url, app.isPackaged) && !url.startsWith('devtools:'))
      void contents.loadURL(startPage(app.isPackaged));
  });
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
