import { PassThrough } from 'node:stream';
import { utilityProcess } from 'electron';
import { knownStarts } from '../../recorder/runner/process-tree';
import type { ChildExit, ChildHandle, SpawnChild } from '../../recorder/runner/spawn';
import { Broker, killProcess } from './broker';

/** Jobs as utilityProcesses, with the worker processes they ask for. */
export const spawnUtility: SpawnChild = ({ entry, name }) =>
  new Promise<ChildHandle>((resolve, reject) => {
    const child = utilityProcess.fork(entry, [], { serviceName: name, stdio: ['ignore', 'pipe', 'pipe'] });
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    child.stdout?.pipe(stdout, { end: false });
    child.stderr?.pipe(stderr, { end: false });
    const broker = new Broker(child, { stdout, stderr });
    const exited = new Promise<ChildExit>((ended) => {
      child.once('exit', (code) => {
        reject(new Error(`${name} could not be started (it ended with code ${code}).`));
        stdout.end();
        stderr.end();
        ended({ code, signal: null, signalInCode: true });
      });
    });
    child.once('spawn', () => {
      const { pid } = child;
      if (pid === undefined) return reject(new Error(`${name} was started without a process id.`));
      knownStarts.note(pid);
      resolve({
        pid,
        ownGroup: false,
        exited,
        stdout,
        stderr,
        post: (message) => child.postMessage(message),
        onMessage: (listener) => {
          child.on('message', (message) => {
            if (!broker.receive(message)) listener(message);
          });
        },
        kill: (signal) => {
          if (!knownStarts.isStranger(pid)) killProcess(pid, signal);
          broker.kill(signal);
        },
        related: () => broker.pids,
      });
    });
  });
