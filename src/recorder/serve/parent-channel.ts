/** Electron's `MessagePortMain`, as much of it as is used. */
export interface ViewerPort {
  postMessage(message: unknown): void;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
}

/** To and from the process that started this one: Electron's main process, or the CLI. */
export interface ParentChannel {
  post(message: unknown): void;
  onMessage(listener: (message: unknown, ports: readonly ViewerPort[]) => void): void;
  /** The parent has ended, or wants this process to. */
  onEnd(listener: () => void): void;
}

interface UtilityParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown; readonly ports: ViewerPort[] }) => void): unknown;
}

/** @throws {Error} if this process was started by hand. */
export function parentChannel(): ParentChannel {
  const parentPort = Reflect.get(process, 'parentPort') as UtilityParentPort | undefined;
  if (parentPort !== undefined) {
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => void parentPort.on('message', ({ data, ports }) => listener(data, ports)),
      onEnd,
    };
  }
  if (process.send === undefined) throw new Error('The recorder is started by Juggler, not by hand.');
  return {
    post: (message) => {
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener) => void process.on('message', (message) => listener(message, [])),
    onEnd,
  };
}

function onEnd(listener: () => void): void {
  process.once('disconnect', listener);
  process.once('SIGTERM', listener);
  // Ctrl-C reaches every process of the terminal: the parent decides what it means.
  process.on('SIGINT', () => undefined);
}
