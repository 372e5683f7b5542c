import { spawn } from 'node:child_process';
import { Failure } from './failure.mjs';

export const hasDisplay = (platform = process.platform, environment = process.env) =>
  platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);

/** Starts a virtual X server on a free display. Resolves to { display: ':3', stop() }. */
export async function startXvfb() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const stop = () => server.kill();
  process.once('exit', stop);
  const number = await new Promise((resolve, reject) => {
    const fail = (cause) =>
      reject(
        new Failure(
          'Xvfb, the virtual display, cannot be started',
          'run "npm run setup -- --tests", or start the tests where DISPLAY is set',
          { cause },
        ),
      );
    server.once('error', fail);
    server.once('exit', (code) => fail(new Error(`it ended with exit code ${code}`)));
    server.stdio[3].once('data', (data) => resolve(String(data).trim()));
  });
  server.removeAllListeners('exit');
  return {
    display: `:${number}`,
    stop() {
      process.off('exit', stop);
      stop();
    },
  };
}
