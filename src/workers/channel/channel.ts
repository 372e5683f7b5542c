/** Messages to and from another process or thread, structured clones both ways. */
export interface Channel {
  /** @throws {Error} if the message can't be cloned. Does nothing once the other side is gone. */
  send(message: unknown): void;
  /** From now on; what came before is kept until then. */
  onMessage(listener: (message: unknown, ports: readonly Port[]) => void): void;
  /** The other side is gone. */
  onClose(listener: () => void): void;
}

/** Electron's `MessagePortMain`, as much of it as is used. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
}

/** `process.parentPort` of an Electron utilityProcess, as much of it as is used. */
export interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown; readonly ports: readonly Port[] }) => void): unknown;
}

export function portChannel(port: Port): Channel {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', (event) => listener(event.data, []));
      port.start();
    },
    onClose: (listener) => void port.on('close', listener),
  };
}
