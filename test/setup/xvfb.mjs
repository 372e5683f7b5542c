import { hasDisplay, startXvfb } from '../../scripts/lib/display.mjs';

/** Global set-up of vitest and Playwright alike: a virtual display where there is none. Returns the tear-down. */
export default async function setUpDisplay() {
  if (hasDisplay()) return undefined;
  const server = await startXvfb();
  process.env.DISPLAY = server.display;
  return () => server.stop();
}
