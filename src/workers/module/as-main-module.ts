/*
 * A module may start processes and threads of itself, and tell by `process.send`, `isMainThread` and `parentPort` whether it is in
 * one of them. In a job it is the main module of a main thread, in each worker of every mode: Juggler's own way to talk with its
 * workers is not the module's.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';

/** To be called before the user's module is loaded. Cluster, too, starts what stands in `process.argv`. */
export function asMainModule(file: string): void {
  process.argv.splice(1, process.argv.length, file);
}

/** In a process that Node forked: whoever wants to talk with its parent has kept `process.send`. */
export function hideParentProcess(): void {
  Reflect.deleteProperty(process, 'send');
}

/** In a worker thread, after its port and data were read: imports of them are changed as well. */
export function hideParentThread(): void {
  const threads = createRequire(import.meta.url)('node:worker_threads') as Record<string, unknown>;
  Object.assign(threads, { isMainThread: true, parentPort: null, workerData: null });
  syncBuiltinESMExports();
}
