import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
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

for (const url of ['https://example.org/', 'juggler://app/index.html?other', 'about:blank', 'data:text/html,x']) {
  test(`the window stays on its page when it is sent to ${url}`, async ({ page }) => {
    const before = page.url();
    await page.evaluate((target) => void (location.href = target), url);
    await page.waitForTimeout(300);
    expect(page.url()).toBe(before);
    await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  });
}

test('a window that has become another page is taken back', async ({ page, app }) => {
  const url = page.url();
  await app.evaluate(
    ({ BrowserWindow }) =>
      void BrowserWindow.getAllWindows()[0]!
        .loadURL('about:blank')
        .catch(() => {}),
  );
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  expect(page.url()).toBe(url);
});

test('WebRTC reaches nobody: no packet and no connection leaves, also not by way of a frame', async ({ page }) => {
  let reached = 0;
  const udp = createSocket('udp4').on('message', () => reached++);
  const tcp = createServer((socket) => {
    reached++;
    socket.destroy();
  });
  await Promise.all([once(udp.bind(0, '127.0.0.1'), 'listening'), once(tcp.listen(0, '127.0.0.1'), 'listening')]);
  const ports = { udp: udp.address().port, tcp: (tcp.address() as AddressInfo).port };
  const ended = await page.evaluate(async ({ udp, tcp }) => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const iceServers = [
      { urls: `stun:127.0.0.1:${udp}` },
      { urls: [`turn:127.0.0.1:${tcp}?transport=tcp`, `turn:127.0.0.1:${udp}`], username: 'a', credential: 'b' },
    ];
    const gathered = async (of: typeof globalThis): Promise<string> => {
      const connection = new of.RTCPeerConnection({ iceServers });
      connection.createDataChannel('x');
      await connection.setLocalDescription(await connection.createOffer());
      while (connection.iceGatheringState !== 'complete') await new Promise((resolve) => setTimeout(resolve, 50));
      return connection.localDescription?.sdp.includes('a=candidate') === true ? 'found a way' : 'found no way';
    };
    return Promise.all([gathered(globalThis), gathered(frame.contentWindow as unknown as typeof globalThis)]);
  }, ports);
  udp.close();
  tcp.close();
  expect({ reached, ended }).toEqual({ reached: 0, ended: ['found no way', 'found no way'] });
});

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
