import fs from 'node:fs';
import { replace } from '../replace';
import { defineSource } from './source';
import { words, wrapCallbacks, wrapPromises } from './wrapped';

const both = words(`access appendFile chmod chown copyFile cp lchown link lstat mkdir mkdtemp open opendir readFile
  readdir readlink realpath rename rm rmdir stat statfs symlink truncate unlink utimes writeFile`);
const ofDescriptors = words('close fchmod fchown fdatasync fstat fsync ftruncate futimes read readv write writev');
const ofHandles = words(`appendFile chmod chown datasync read readFile readv stat sync truncate utimes write
  writeFile writev`);

/** Files: `fs` with callbacks, `fs.promises`, file handles. What is synchronous blocks, and is seen as such. */
export const files = defineSource({
  name: 'files',
  watch({ operations }) {
    wrapCallbacks(fs, [...both, ...ofDescriptors], 'file', described, operations);
    wrapPromises(fs.promises, both, 'file', described, operations);
    // The class of handles is nowhere to be had but from one of them.
    let handles = false;
    const wrapHandles = (prototype: object): void => wrapPromises(prototype, ofHandles, 'file', described, operations);
    replace(fs.promises, 'open', (open) => ({
      call(this: unknown, ...args: unknown[]) {
        const result = Reflect.apply(open, this, args);
        if (handles || !(result instanceof Promise)) return result;
        return result.then((handle: object) => {
          if (!handles) wrapHandles(Object.getPrototypeOf(handle) as object);
          handles = true;
          return handle;
        });
      },
    }));
  },
});

const described =
  (name: string) =>
  ([path]: readonly unknown[]): string => {
    const text = path instanceof URL ? path.pathname : Buffer.isBuffer(path) ? path.toString() : path;
    return typeof text === 'string' ? `${name} ${text}` : name;
  };
