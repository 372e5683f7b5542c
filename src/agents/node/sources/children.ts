import { createRequire } from 'node:module';
import type { Operations } from '../operations';
import { replace } from '../replace';
import { watchCalls } from '../watch-calls';
import { subscribe } from './channel';
import { defineSource } from './source';

interface Child {
  readonly pid?: number;
  readonly exitCode: number | null;
  readonly signalCode: string | null;
  readonly _handle: object | null;
}
interface SpawnOptions {
  readonly file?: string;
  readonly args?: readonly string[];
  envPairs?: string[];
}

/** @param withoutAgent the environment of a child, without the agent where it is gone: Node would refuse to start. */
export const children = (withoutAgent: (pairs: string[]) => string[]) =>
  defineSource({
    name: 'children',
    watch({ operations }) {
      let prepared = false;
      const prepare = (prototype: object): void => {
        if (!prepared) watchSpawn(prototype, operations, withoutAgent);
        prepared = true;
      };
      // Said when the object is made, right before it spawns.
      subscribe('child_process', ({ process: child }) => prepare(prototypeOf(child as Child)));
      if (Number.parseInt(process.versions.node, 10) >= 20) return;
      const { ChildProcess } = createRequire(__filename)('node:child_process') as typeof import('node:child_process');
      prepare(ChildProcess.prototype);
    },
  });

function watchSpawn(prototype: object, operations: Operations, withoutAgent: (pairs: string[]) => string[]): void {
  replace(prototype, 'spawn', (original) => ({
    call(this: unknown, ...args: unknown[]) {
      const options = args[0] as SpawnOptions | undefined;
      if (Array.isArray(options?.envPairs)) options.envPairs = withoutAgent(options.envPairs);
      const operation = operations.begin('child', nameOf, options);
      const result = Reflect.apply(original, this, args);
      try {
        followChild(this as Child, operation, operations);
      } catch {
        // A child that is not what it was in the versions we know.
      }
      return result;
    },
  }));
}

function followChild(child: Child, operation: number, operations: Operations): void {
  if (operation <= 0) return operations.end(operation, 'ended');
  if (child.pid === undefined) return operations.end(operation, 'failed');
  operations.made(operation, { pid: child.pid });
  operations.follow(child, operation, hasEnded);
  if (child._handle !== null) watchCalls(child._handle, 'onexit', () => operations.endOf(child, 'ended'));
}

const prototypeOf = (thing: object): object => Object.getPrototypeOf(thing) as object;
const hasEnded = ({ exitCode, signalCode }: Child): boolean => exitCode !== null || signalCode !== null;

/** Its arguments may hold secrets: only the first is told, where it is the script of a `node`. */
function nameOf(options: SpawnOptions | undefined): string {
  const program = baseOf(options?.file ?? '');
  const script = options?.args?.[1];
  return program.startsWith('node') && script !== undefined && !script.startsWith('-')
    ? `${program} ${baseOf(script)}`
    : program;
}

const baseOf = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
