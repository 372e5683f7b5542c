import type { Operations } from '../operations';
import { replace } from '../replace';
import { subscribe } from './channel';
import { defineSource } from './source';

interface ServerMessage {
  readonly request: { readonly method?: string; readonly url?: string };
  readonly response: object;
}
interface ClientMessage {
  readonly request: { readonly method: string; readonly host: string; readonly path: string; destroyed: boolean };
  readonly response: object;
}
interface FetchMessage {
  readonly request: { readonly method: string; readonly origin: string | URL; readonly path: string };
}

/** Requests that come in and that go out, by Node's `http` and by `fetch`. Each ends with the last byte of its answer. */
export const http = defineSource({
  name: 'http',
  watch({ operations }) {
    watchServers(operations);
    watchClients(operations);
    watchFetch(operations);
  },
});

function watchServers(operations: Operations): void {
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as unknown as ServerMessage;
    const operation = operations.begin('http-in', ofServer, request);
    operations.follow(response, operation, isOver);
    if (operation > 0) operations.context.enter(operation);
  });
  subscribe('http.server.response.finish', (message) => {
    operations.endOf((message as unknown as ServerMessage).response, 'ended');
  });
}

function watchClients(operations: Operations): void {
  let bodies = false;
  subscribe('http.client.request.start', (message) => {
    const { request } = message as unknown as ClientMessage;
    operations.follow(request, operations.begin('http-out', ofClient, request), isOver);
  });
  // The channel says that the head of the answer is there. Its body has come when the message destroys itself.
  subscribe('http.client.response.finish', (message) => {
    const { request, response } = message as unknown as ClientMessage;
    if (!bodies) onDestroy(Object.getPrototypeOf(response) as object, operations, requestOf);
    bodies = true;
    requests.set(response, request);
  });
  subscribe('http.client.request.error', (message) => {
    operations.endOf((message as unknown as ClientMessage).request, 'failed');
  });
}

function watchFetch(operations: Operations): void {
  subscribe('undici:request:create', (message) => {
    const { request } = message as unknown as FetchMessage;
    operations.follow(request, operations.begin('http-out', ofFetch, request), isDone);
  });
  subscribe('undici:request:trailers', (message) => {
    operations.endOf((message as unknown as FetchMessage).request, 'ended');
  });
  subscribe('undici:request:error', (message) => {
    operations.endOf((message as unknown as FetchMessage).request, 'failed');
  });
}

/** Ends the operation of what a stream of this class belongs to when the stream is destroyed, which all are once read. */
export function onDestroy(prototype: object, operations: Operations, ownerOf: (stream: object) => object): void {
  const own = Object.getOwnPropertyDescriptor(prototype, '_destroy');
  if (own === undefined) return;
  replace(prototype, '_destroy', (original) => ({
    call(this: unknown, ...args: unknown[]) {
      const [error] = args;
      const outcome = error === null || error === undefined ? 'ended' : 'failed';
      if (typeof this === 'object' && this !== null) operations.endOf(ownerOf(this), outcome);
      return Reflect.apply(original, this, args);
    },
  }));
}

const requests = new WeakMap<object, object>();
const requestOf = (response: object): object => requests.get(response) ?? response;

const isOver = (stream: object): boolean => Reflect.get(stream, 'destroyed') === true;
const isDone = (request: object): boolean =>
  Reflect.get(request, 'completed') === true || Reflect.get(request, 'aborted') === true;

const withoutQuery = (path: string): string => {
  const query = path.indexOf('?');
  return query < 0 ? path : path.slice(0, query);
};
const ofServer = ({ method, url }: ServerMessage['request']): string => `${method} ${withoutQuery(url ?? '')}`;
const ofClient = ({ method, host, path }: ClientMessage['request']): string => `${method} ${host}${withoutQuery(path)}`;
const ofFetch = ({ method, origin, path }: FetchMessage['request']): string =>
  `${method} ${new URL(origin).host}${withoutQuery(path)}`;
