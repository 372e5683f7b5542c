import type { FromRecorder, RecorderRequestName, RecorderRequests, ToRecorder } from '../../core/protocol/recorder';

/** One function for each request: a missing or wrong one does not compile. */
export type RecorderHandlers = {
  readonly [N in RecorderRequestName]: (
    argument: RecorderRequests[N]['argument'],
  ) => RecorderRequests[N]['reply'] | Promise<RecorderRequests[N]['reply']>;
};

/** Answers a request, or says in one sentence why not. Never throws. */
export async function dispatch(handlers: RecorderHandlers, message: ToRecorder): Promise<FromRecorder> {
  const { call, name, argument } = message;
  try {
    if (!Object.hasOwn(handlers, name)) throw new Error(`The recorder knows no request ${JSON.stringify(name)}.`);
    // Argument and handler belong together by the type of the message.
    const handler = handlers[name] as (argument: unknown) => unknown;
    return { type: 'reply', call, value: await handler(argument) };
  } catch (error) {
    return { type: 'error', call, message: error instanceof Error ? error.message : String(error) };
  }
}

export function isRequest(message: unknown): message is ToRecorder {
  return (
    typeof message === 'object' &&
    message !== null &&
    typeof Reflect.get(message, 'call') === 'number' &&
    typeof Reflect.get(message, 'name') === 'string'
  );
}
