// Starts the main process given on the command line, and says when its first window has painted a button.
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

app.setPath('userData', process.env.JUGGLER_USER_DATA);
const afterFirstButton = `new Promise((resolve) => {
  const look = () => {
    const button = document.querySelector('button, a[href]');
    if (button === null || button.getClientRects().length === 0) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(resolve));
  };
  look();
})`;

app.once('browser-window-created', (_event, window) => {
  window.webContents.once('dom-ready', async () => {
    await window.webContents.executeJavaScript(afterFirstButton);
    process.stdout.write(`usable ${process.hrtime.bigint()}\n`, () => app.quit());
  });
});
setTimeout(() => app.exit(1), 20_000).unref();
await import(pathToFileURL(process.argv.at(-1)).href);
