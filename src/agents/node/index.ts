/*
 * The Node agent: one CommonJS file that `--require` in NODE_OPTIONS puts into every thread of every `node` that a
 * measured program starts. It must not change what the program does: it prints nothing, throws nothing, keeps nothing
 * alive, and falls silent for good when its folder is gone.
 */
import { start } from './start';

declare const require: NodeJS.Require;

const loaded = Symbol.for('juggler.node-agent');
const oldestNode = 18;

/** Deno and Bun honour NODE_OPTIONS in part, and are seen by the scheduler alone. */
const isNode = !('deno' in process.versions) && !('bun' in process.versions);

try {
  if (isNode && Number.parseInt(process.versions.node, 10) >= oldestNode && !Reflect.has(process, loaded)) {
    Object.defineProperty(process, loaded, { value: true });
    // The program sees the modules that it loaded itself.
    delete require.cache[__filename];
    start(__filename, __dirname);
  }
} catch {
  // The folder is gone, or can't be written to: the program runs without the agent.
}
