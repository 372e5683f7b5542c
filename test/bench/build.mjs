import { dirname, join, resolve } from 'node:path';
import { build } from 'vite';
import { inProject } from '../../scripts/lib/project.mjs';

/**
 * Bundles TypeScript of the project for Node, as electron.vite.config.ts does it.
 *
 * @param entries name → source file, from the project's folder
 * @param replacements source file → source file that takes its place
 * @returns the folder with `<name>.js` of each entry
 */
export async function buildForNode(name, entries, replacements = {}) {
  const outDir = inProject('.cache/bench', name);
  const replaced = new Map(Object.entries(replacements).map(([from, to]) => [inProject(from), inProject(to)]));
  await build({
    configFile: false,
    logLevel: 'warn',
    root: inProject(),
    plugins: [replaceModules(replaced)],
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20.18',
      minify: false,
      rollupOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([entry, file]) => [entry, inProject(file)])),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
    ssr: { noExternal: true, external: ['koffi'] },
  });
  return outDir;
}

const replaceModules = (replaced) => ({
  name: 'replace-modules',
  enforce: 'pre',
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.')) return null;
    return replaced.get(`${resolve(join(dirname(importer), source))}.ts`) ?? null;
  },
});
