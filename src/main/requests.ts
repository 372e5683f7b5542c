import { app, ipcMain, type IpcMainInvokeEvent } from 'electron';
import { channels } from '../core/protocol/bridge';
import { answerRequest, type Handlers } from './answer-request';
import { isOwnPage } from './own-page';

/** Answers the window's requests. Whoever sends them, they are parsed, and only our own page is answered. */
export function setUpRequests(handlers: Handlers): void {
  ipcMain.handle(channels.request, (event, name: unknown, argument: unknown) => {
    if (!isOwnMainFrame(event)) return { ok: false, message: 'Only Juggler’s own window may ask.' };
    return answerRequest(handlers, name, argument);
  });
}

function isOwnMainFrame({ senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url, app.isPackaged);
}
