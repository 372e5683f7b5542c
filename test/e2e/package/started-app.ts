import type { ChildProcess } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { chromium, type Browser, type Page } from '@playwright/test';
import type { TemporaryUser } from './temporary-user';

/** The installed app, started as a desktop would, and driven from outside: its inspect fuse is off. */
export class StartedApp {
  readonly #process: ChildProcess;
  readonly #browser: Browser;
  readonly page: Page;

  private constructor(process: ChildProcess, browser: Browser, page: Page) {
    this.#process = process;
    this.#browser = browser;
    this.page = page;
  }

  static async start(user: TemporaryUser, command: readonly string[]): Promise<StartedApp> {
    const child = user.start([...command, '--remote-debugging-port=0']);
    const browser = await chromium.connectOverCDP(await debuggerAddress(child));
    const context = browser.contexts()[0]!;
    const page = context.pages()[0] ?? (await context.waitForEvent('page'));
    await page.waitForLoadState('domcontentloaded');
    return new StartedApp(child, browser, page);
  }

  /** Closes the window, as its user would; resolves when the app has ended by itself, to its exit code. */
  async close(): Promise<number | null> {
    const ended = exitCodeOf(this.#process);
    await this.page.evaluate(() => window.close());
    const code = await ended;
    await this.#browser.close();
    return code;
  }
}

const exitCodeOf = (child: ChildProcess): Promise<number | null> =>
  child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : Promise.resolve(child.exitCode);

/** Chromium writes it to standard error: "DevTools listening on ws://127.0.0.1:41233/devtools/browser/…". */
function debuggerAddress(child: ChildProcess): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stderr!.on('data', (data: Buffer) => {
      text += data.toString();
      const address = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`the app ended with ${code} before it had a window:\n${text}`)));
  });
}

/** Whether Chromium's sandbox holds the process: a user namespace of its own, and system calls filtered. */
export function isSandboxed(pid: number): boolean {
  const filtered = /^Seccomp:\s+2$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return filtered && readlinkSync(`/proc/${pid}/ns/user`) !== readlinkSync('/proc/self/ns/user');
}
