import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Channel } from '../channel/channel';
import type { FromLatencyServer, ToLatencyServer } from './messages';

/** Answers `/?id=7&ms=120` after 120 ms. On loopback only; ends with its host. */
export function serveLatency(host: Channel): void {
  host.onClose(() => process.exit(0));
  const reply = (message: FromLatencyServer): void => host.send(message);
  host.onMessage((message) => {
    const { port } = message as ToLatencyServer;
    const server = latencyServer();
    server.once('error', (error: NodeJS.ErrnoException) => reply({ type: 'failed', reason: reasonOf(error, port) }));
    server.listen(port, '127.0.0.1', () => {
      reply({ type: 'listening', port: (server.address() as AddressInfo).port });
    });
  });
}

function latencyServer(): Server {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const ms = Number(searchParams.get('ms'));
    setTimeout(() => response.end(`answer to ${searchParams.get('id')} after ${ms} ms`), ms);
  });
  // A connection that waits its turn in the client must not be closed under it.
  server.keepAliveTimeout = 0;
  return server;
}

function reasonOf(error: NodeJS.ErrnoException, port: number): string {
  if (error.code === 'EADDRINUSE') {
    return `port ${port} is in use by another program. Choose another port, or 0 for any free one.`;
  }
  if (error.code === 'EACCES') return `port ${port} may not be used by this user. Choose one above 1023, or 0.`;
  return error.message;
}
