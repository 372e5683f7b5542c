import { spawnFork } from './spawn-fork';

/** The server of a workload that waits; `end` stops it. */
export interface LatencyServer {
  readonly port: number;
  readonly end: () => Promise<void>;
}

/**
 * Starts it as a process of its own, not as a child of the job: what it uses isn't the job's.
 *
 * @param entry the built `workers/latency-server.js`. @param port 0: any free one
 * @throws {Error} with a sentence
 */
export async function startLatencyServer(entry: string, port: number): Promise<LatencyServer> {
  const server = await spawnFork({ entry, name: 'Juggler latency server' });
  server.stdout?.resume();
  server.stderr?.resume();
  const end = async (): Promise<void> => {
    server.kill('SIGKILL');
    await server.exited;
  };
  const answer = new Promise<unknown>((resolve) => {
    server.onMessage(resolve);
    void server.exited.then(() => resolve({ type: 'failed', reason: 'it ended before it could listen' }));
  });
  server.post({ type: 'listen', port });
  const { type, ...rest } = (await answer) as { type: string; port?: number; reason?: string };
  if (type === 'listening' && rest.port !== undefined) return { port: rest.port, end };
  await end();
  throw new Error(`The server that the requests go to can’t start: ${rest.reason ?? 'no reason is known'}`);
}
