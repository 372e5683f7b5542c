import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { buildLauncher } from './scripts/lib/build-launcher.mjs';
import { bundleNodeAgent } from './scripts/lib/bundle-agent.mjs';
import { copyPython } from './scripts/lib/copy-python.mjs';

/**
 * Every process that runs Node is one flat entry beside the others, so that each finds its siblings by
 * `out/<folder>/<name>.js` in development, in a checkout and inside the packaged app alike.
 * Only `dependencies` (native modules) stay outside the bundle.
 * Targets are Electron 33 (Node 20.18, Chrome 130), the floor that the tests run on.
 */
const nodeEntries = {
  'main/index': 'src/main/index.ts',
  'cli/index': 'src/cli/index.ts',
  'recorder/index': 'src/recorder/index.ts',
  'recorder/drain-rings': 'src/recorder/scheduler/perf/drain-rings.ts',
  'workers/job-host': 'src/workers/job-host.ts',
  'workers/process-worker': 'src/workers/process-worker.ts',
  'workers/thread-worker': 'src/workers/thread-worker.ts',
  'workers/latency-server': 'src/workers/latency-server.ts',
};

export default defineConfig({
  main: {
    plugins: [bundleNodeAgent(), copyPython('agents'), copyPython('workers'), buildLauncher()],
    build: {
      outDir: 'out',
      target: 'node20.18',
      sourcemap: true,
      rollupOptions: {
        input: Object.fromEntries(Object.entries(nodeEntries).map(([name, file]) => [name, resolve(file)])),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: 'node20.18',
      rollupOptions: {
        input: { index: resolve('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    build: {
      outDir: 'out/renderer',
      target: 'chrome130',
      // Half the time to parse it: the window is there sooner.
      minify: true,
      // Not packed; they name what is bundled, for the list of licences.
      sourcemap: true,
      rollupOptions: { input: { index: resolve('src/renderer/index.html') } },
    },
    plugins: [react()],
  },
});
