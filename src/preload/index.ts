import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels, type JugglerBridge, type NoticeMessage } from '../core/protocol/bridge';

/*
 * The whole way out of the window: two channels and one port. Names and arguments are checked by the main process,
 * which does not trust the window; checking them here as well would only put the parsers into every page.
 */
const bridge: JugglerBridge = {
  request: (name, argument) => ipcRenderer.invoke(channels.request, name, argument),
  on(name, listener) {
    const receive = (_event: unknown, message: NoticeMessage): void => {
      // A message of this name carries the notice of this name: main sends no others.
      if (message.name === name) listener(message.notice as Parameters<typeof listener>[0]);
    };
    ipcRenderer.on(channels.notice, receive);
    return () => ipcRenderer.off(channels.notice, receive);
  },
  pathOfFile: (file) => webUtils.getPathForFile(file as File),
  platform: process.platform,
};

contextBridge.exposeInMainWorld('juggler', bridge);

// Main refuses pages of others, but is not asked about `about:blank`. The page itself only moves within itself.
window.navigation.addEventListener('navigate', (event) => {
  if (!event.hashChange) event.preventDefault();
});

// A MessagePort can't cross the contextBridge: the page takes it from a message.
ipcRenderer.on(channels.recorderPort, (event) => window.postMessage(channels.recorderPort, '*', event.ports));
