import type { Operations } from '../operations';
import { replace } from '../replace';
import { subscribe } from './channel';
import { onDestroy } from './http';
import { defineSource } from './source';

/** Connections, from the moment they are asked for or come in until they are closed. */
export const sockets = defineSource({
  name: 'sockets',
  watch({ operations }) {
    let prepared = false;
    const prepare = (socket: object): void => {
      if (prepared) return;
      prepared = true;
      const prototype = classOf(socket);
      onDestroy(prototype, operations, (closed) => closed);
      watchConnect(prototype, operations);
    };
    // Said right before the socket connects: from the first one on, connecting itself is seen.
    subscribe('net.client.socket', ({ socket }) => prepare(socket as object));
    subscribe('net.server.socket', ({ socket }) => {
      const accepted = socket as object;
      prepare(accepted);
      operations.follow(accepted, operations.begin('socket', ofServer, accepted), isDestroyed);
    });
  },
});

function watchConnect(prototype: object, operations: Operations): void {
  replace(prototype, 'connect', (original) => ({
    call(this: unknown, ...args: unknown[]) {
      const operation = operations.begin('socket', ofClient, args);
      if (typeof this === 'object' && this !== null) operations.follow(this, operation, isDestroyed);
      return Reflect.apply(original, this, args);
    },
  }));
}

/** `net.Socket.prototype`, also of a socket whose class extends it. */
function classOf(socket: object): object {
  let prototype = Object.getPrototypeOf(socket) as object;
  while (!Object.hasOwn(prototype, '_destroy') || !Object.hasOwn(prototype, 'connect')) {
    prototype = Object.getPrototypeOf(prototype) as object;
  }
  return prototype;
}

const isDestroyed = (socket: object): boolean => Reflect.get(socket, 'destroyed') === true;

function ofServer(socket: object): string {
  const server = Reflect.get(socket, 'server') as { readonly _connectionKey?: string } | null;
  const port = /:(\d+)$/.exec(server?._connectionKey ?? '')?.[1];
  return port === undefined ? 'accepted' : `accepted on ${port}`;
}

/** Node itself passes the arguments on as `[[options, callback]]`. */
function ofClient(args: readonly unknown[]): string {
  const [first] = args;
  const options: unknown = Array.isArray(first) ? first[0] : first;
  if (typeof options === 'string') return `connect ${options}`;
  if (typeof options === 'number') return `connect port ${options}`;
  const { path, host, port } = options as { readonly path?: string; readonly host?: string; readonly port?: number };
  return `connect ${path ?? `${host ?? 'localhost'}:${port}`}`;
}
