/** Who may import whom: the table of ARCHITECTURE.md, by folder below `src/`. */
export const layers = {
  'core/base': [],
  'core/trace': ['core/base'],
  'core/analysis': ['core/base', 'core/trace'],
  'core/formats': ['core/base', 'core/trace', 'core/analysis'],
  'core/protocol': ['core/base', 'core/trace', 'core/analysis', 'core/formats'],
  workers: ['core'],
  'agents/node': ['core'],
  recorder: ['core', 'workers'],
  main: ['core', 'recorder', 'workers'],
  cli: ['core', 'recorder', 'workers'],
  preload: ['core'],
  renderer: ['core'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Layer = keyof typeof layers;
export const layerNames = Object.keys(layers) as Layer[];

/** Whether a file of `layer` may import a file of the folder `imported`. */
export function mayImport(layer: Layer, imported: string): boolean {
  return [layer, ...layers[layer]].some((folder) => imported === folder || imported.startsWith(`${folder}/`));
}
