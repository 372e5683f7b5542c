import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';

/** The built app with settings and a library of its own. */
export interface LaunchedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Parent of the settings (`user`) and of the library (`library`). */
  readonly folder: string;
}

/** @param args after the app's folder: a `.juggler` file, say. */
export async function launchApp(folder: string, args: readonly string[] = []): Promise<LaunchedApp> {
  const app = await _electron.launch({
    // Chromium's sandbox does not run as root, which CI often is; the package's test runs with it.
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), process.cwd(), ...args],
    env: {
      ...(process.env as Record<string, string>),
      JUGGLER_USER_DATA: join(folder, 'user'),
      JUGGLER_LIBRARY: join(folder, 'library'),
    },
  });
  const page = await app.firstWindow();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  return { app, page, folder };
}

export interface AppFixtures {
  /** A temporary folder, removed after the test. */
  readonly folder: string;
  readonly launched: LaunchedApp;
  readonly app: ElectronApplication;
  readonly page: Page;
}

/** Each test has an app of its own, at 1280×800. Console errors of the page fail the test. */
export const test = base.extend<AppFixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures needed out of this pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'juggler-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  launched: async ({ folder }, use, info) => {
    const launched = await launchApp(folder);
    const errors: string[] = [];
    launched.page.on('pageerror', (error) => errors.push(error.message));
    await setSize(launched.app, 1280, 800);
    await use(launched);
    if (info.status !== info.expectedStatus && !launched.page.isClosed()) {
      await info.attach('window', { body: await launched.page.screenshot(), contentType: 'image/png' });
    }
    await launched.app.close();
    if (errors.length > 0) throw new Error(`The page threw: ${errors.join('; ')}`);
  },
  app: ({ launched }, use) => use(launched.app),
  page: ({ launched }, use) => use(launched.page),
});

export { expect } from '@playwright/test';

export async function setSize(app: ElectronApplication, width: number, height: number): Promise<void> {
  await app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]!.setContentSize(w, h), [
    width,
    height,
  ] as const);
}

/** As the system would change it. */
export async function setTheme(page: Page, theme: 'dark' | 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  // Mantine hears of it a moment later.
  await page.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor({ state: 'attached' });
}

/** The Compare page, a run of the form's choice, and its end. */
export async function runToEnd(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).first().click();
  await page.getByRole('button', { name: 'Stop', exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Run', exact: true }).first().waitFor({ timeout: 90_000 });
}
