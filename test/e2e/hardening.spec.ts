import { expect, test } from './launch-app';

test('the window can reach nothing but what the bridge gives it', async ({ page, app }) => {
  const reach = await page.evaluate(async () => ({
    node: ['require', 'process', 'Buffer', 'module'].filter((name) => name in window),
    bridge: Object.keys(Reflect.get(window, 'juggler') as object).toSorted(),
    opened: window.open('https://example.org') !== null,
    fetched: await fetch('https://example.org').then(
      () => true,
      () => false,
    ),
    ranInlineScript: (() => {
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.head.append(script);
      return 'injected' in window;
    })(),
    location: await navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state),
  }));
  expect(reach).toEqual({
    node: [],
    bridge: ['on', 'pathOfFile', 'platform', 'request'],
    opened: false,
    fetched: false,
    ranInlineScript: false,
    location: 'denied',
  });
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

for (const url of ['https://example.org/', 'juggler://app/index.html?other']) {
  test(`the window stays on its page when it is sent to ${url}`, async ({ app }) => {
    const asked = await app.evaluate(async ({ BrowserWindow }, target) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      const before = webContents.getURL();
      const refused = new Promise<boolean>((resolve) => {
        webContents.once('will-frame-navigate', (event) => resolve(event.defaultPrevented));
      });
      void webContents.executeJavaScript(`location.href = ${JSON.stringify(target)}; null`, true);
      return { refused: await refused, stayed: webContents.getURL() === before };
    }, url);
    expect(asked).toEqual({ refused: true, stayed: true });
  });
}

test('its own pages carry the content security policy, and nothing outside of the window’s folder is served', async ({
  page,
}) => {
  const answers = await page.evaluate(async () => {
    const index = await fetch('juggler://app/index.html');
    const outside = await fetch('juggler://app/%2e%2e%2fmain/index.js');
    return { policy: index.headers.get('content-security-policy'), outside: outside.status };
  });
  expect(answers.policy).toContain("default-src 'none'; script-src 'self';");
  expect(answers.policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(answers.outside).toBe(404);
});

test('requests that the contract does not know, or wrong ones, are answered with a sentence', async ({ page }) => {
  const replies = await page.evaluate(async () => {
    const { request } = Reflect.get(window, 'juggler') as {
      request: (name: unknown, argument: unknown) => Promise<{ ok: boolean; message?: string }>;
    };
    return [
      await request('constructor', null),
      await request('library.open', { id: '../../etc', stream: 'test' }),
      await request('settings.set', { theme: 'pink' }),
      await request('library.remove', { id: 'no-such-comparison' }),
    ];
  });
  for (const { ok, message } of replies) {
    expect(ok).toBe(false);
    expect(message).toMatch(/\.$/);
  }
});
