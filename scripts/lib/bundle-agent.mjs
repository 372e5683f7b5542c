import { build } from 'vite';
import { inProject } from './project.mjs';

const fileName = 'agents/node.cjs';

/**
 * A plugin that puts the Node agent beside the other entries. It is a bundle of its own: one CommonJS file without any
 * chunk, for a Node far older than ours. Whatever goes wrong as it is loaded must not reach the program that loads it,
 * and so the whole file is in a `try`. The oldest syntax is that of Node 14: older than that would not even parse it.
 */
export function bundleNodeAgent() {
  return {
    name: 'bundle-node-agent',
    async buildStart() {
      const bundled = await build({
        configFile: false,
        logLevel: 'warn',
        root: inProject(),
        build: {
          ssr: inProject('src/agents/node/index.ts'),
          write: false,
          minify: false,
          target: 'es2020',
          rollupOptions: { output: { format: 'cjs', codeSplitting: false } },
        },
        ssr: { noExternal: true },
      });
      const { output } = Array.isArray(bundled) ? bundled[0] : bundled;
      if (output.length !== 1) throw new Error(`the Node agent must be one file, not ${output.length}`);
      for (const id of Object.keys(output[0].modules)) this.addWatchFile(id);
      this.emitFile({ type: 'asset', fileName, source: `"use strict";\ntry {\n${output[0].code}\n} catch {}\n` });
    },
  };
}
