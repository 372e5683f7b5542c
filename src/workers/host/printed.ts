import { setTimeout as sleep } from 'node:timers/promises';

const patienceMs = 2000;

/**
 * Until what the user's code printed has left this process, but not for longer than two seconds: a socket takes only
 * so much at once, and `process.exit` would drop the rest, which is the end of the output.
 */
export async function printed(): Promise<void> {
  const streams = [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => stream.write('', () => resolve())),
  );
  await Promise.race([Promise.all(streams), sleep(patienceMs)]);
}
