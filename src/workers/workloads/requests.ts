import { Agent, get } from 'node:http';
import type { FromLatencyServer, ToLatencyServer } from '../latency/messages';
import { seededRandom } from '../../core/base/seeded-random';
import { defineWorkload, type Preparation, type Prepared } from './workload';

interface Request {
  readonly id: number;
  readonly waitMs: number;
}

export const requests = defineWorkload<Request, number>({
  id: 'requests',
  title: 'Requests',
  tagline: 'waiting for a server',
  about:
    'Sends HTTP requests to a server on this machine that answers each after 50 to 200 ms, as a database or a web ' +
    'service would. Nobody computes anything: serial spends its whole time waiting for one answer after the other. ' +
    'Async sends the next request while the last is on its way and is done after about the longest single wait, on ' +
    'one thread and next to no CPU time. It beats serial by far more than the number of cores. Threads and processes ' +
    'wait in parallel too, but only as many at a time as there are workers, and each costs memory and start-up: for ' +
    'waiting, they are the expensive way. The server is a process of its own, its CPU time isn’t counted.',
  items: { default: 24, min: 1, max: 10_000 },
  parameters: [
    { name: 'minMs', label: 'Shortest wait', unit: 'ms', default: 50, min: 0, max: 60_000 },
    { name: 'maxMs', label: 'Longest wait', unit: 'ms', default: 200, min: 0, max: 60_000 },
    { name: 'port', label: 'Port (0: any free one)', unit: '', default: 0, min: 0, max: 65_535 },
  ],
  prepare: startServer,
  generate: ({ items, seed, parameters }) => {
    const random = seededRandom(seed);
    const { minMs, maxMs } = parameters as { minMs: number; maxMs: number };
    return Array.from({ length: items }, (_, id) => ({ id, waitMs: Math.round(minMs + random() * (maxMs - minMs)) }));
  },
  open: ({ shared: port }) => {
    const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
    return { run: (request) => answer(agent, port, request), close: () => agent.destroy() };
  },
});

async function startServer({ processes, parameters }: Preparation): Promise<Prepared<number>> {
  const server = await processes.spawn('latency-server', 'Juggler latency server');
  const reply = new Promise<FromLatencyServer>((resolve) => {
    server.onMessage((message) => resolve(message as FromLatencyServer));
    void server.ended.then(() => resolve({ type: 'failed', reason: 'it ended before it could listen' }));
  });
  server.send({ type: 'listen', port: parameters['port']! } satisfies ToLatencyServer);
  const answer = await reply;
  if (answer.type === 'listening') return { shared: answer.port, dispose: () => server.kill() };
  server.kill();
  throw new Error(`the server that the requests go to can’t start: ${answer.reason}`);
}

function answer(agent: Agent, port: number, { id, waitMs }: Request): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get({ agent, host: '127.0.0.1', port, path: `/?id=${id}&ms=${waitMs}` }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (body += part));
      response.on('end', () => resolve(body));
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}
