import { runTool } from './tools.mjs';

/** The steps of `npm run check`, in order; each resolves to an exit code. */
export const checks = [
  { name: 'types', title: 'Types', run: () => runTool('types') },
  { name: 'lint', title: 'Lint', run: () => runTool('lint') },
  { name: 'format', title: 'Format', run: () => runTool('format') },
  { name: 'unit', title: 'Unit tests', run: () => runTool('vitest', ['--project', 'unit']) },
];
