import { setTimeout } from 'node:timers/promises';
import { hideParentProcess } from '../module/as-main-module';
import { portChannel, type Channel, type ParentPort } from './channel';

/** Whether this process is an Electron utilityProcess. */
export const parentPort = Reflect.get(process, 'parentPort') as ParentPort | undefined;

/** The channel of a process that says something and is gone. */
export interface LastWord {
  /** Resolves once the message is on its way for certain. */
  sendLast(message: unknown): Promise<void>;
}

/** Electron has no callback for a sent message; its own thread has written it long before this. */
const deliveryMs = 100;

/** The process that started this one. @throws {Error} if it was started by hand. */
export function runnerChannel(): Channel & LastWord {
  if (parentPort !== undefined) return ofUtilityProcess(parentPort);
  if (process.send === undefined) throw new Error('this script is started by Juggler, not by hand');
  const send = process.send.bind(process);
  hideParentProcess();
  return {
    send: (message) => {
      if (process.connected) send(message);
    },
    sendLast: (message) =>
      new Promise((resolve) => {
        if (process.connected) send(message, undefined, undefined, () => resolve());
        else resolve();
      }),
    onMessage: (listener) => void process.on('message', (message) => listener(message, [])),
    onClose: (listener) => void process.once('disconnect', listener),
  };
}

/**
 * The host, for a process it asked for: its parent where it forked the process itself; in Electron a port that
 * comes with the first message.
 */
export function hostChannel(): Promise<Channel> {
  const port = parentPort;
  if (port === undefined) return Promise.resolve(runnerChannel());
  return new Promise((resolve) => {
    port.on('message', ({ ports }) => {
      if (ports[0] !== undefined) resolve(portChannel(ports[0]));
    });
  });
}

/** Electron ends a utilityProcess itself when main is gone. */
function ofUtilityProcess(port: ParentPort): Channel & LastWord {
  return {
    send: (message) => port.postMessage(message),
    sendLast: async (message) => {
      port.postMessage(message);
      await setTimeout(deliveryMs);
    },
    onMessage: (listener) => void port.on('message', ({ data, ports }) => listener(data, ports)),
    onClose: () => {},
  };
}
