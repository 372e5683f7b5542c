import { jsonText } from '../../core/base/json-text';
import { pythonWorkloads, workloads } from '../../workers/workloads';

import { formatCount } from '../../core/base/format-count';
import type { WorkloadDescription } from '../../core/protocol/contract';
import { findInterpreters } from '../../recorder/interpreters/find-interpreters';
import { pythonParts } from '../../recorder/runner/python-parts';
import { outFolder } from '../engine/folders';
import { exitCodes } from '../exit-codes';
import { painter, type Paint } from '../output/paint';
import { wrap } from '../output/wrap';
import { defineCommand } from './command';

export const workloadsCommand = defineCommand({
  name: 'workloads',
  add: (program, { terminal }, finish) => {
    program
      .command('workloads')
      .description('what can be compared: the built-in workloads, what to expect of them, and their parameters')
      .option('--json', 'one JSON document')
      .action(async ({ json }: { json?: boolean }) => {
        const { out } = terminal;
        const all = [...workloads, ...pythonWorkloads];
        if (json === true) {
          const script = pythonParts(outFolder).describe;
          const interpreters = await findInterpreters({ script, folder: process.cwd() });
          const document = { schema: 'juggler.workloads/1', workloads: all.map(described), interpreters };
          out.write(`${jsonText(document)}\n`);
        } else
          out.write(
            `\n${all.map((each) => linesOf(each, out.columns, painter(out.colours)).join('\n')).join('\n\n')}\n`,
          );
        finish(exitCodes.done);
      });
  },
});

/** A workload without its code. */
function described(workload: WorkloadDescription): WorkloadDescription {
  const { id, language, title, tagline, about, items, workers, parameters } = workload;
  return {
    id,
    ...(language === undefined ? {} : { language }),
    title,
    tagline,
    about,
    items,
    ...(workers === undefined ? {} : { workers }),
    parameters,
  };
}

function linesOf(
  { id, tagline, about, items, parameters }: WorkloadDescription,
  width: number,
  paint: Paint,
): string[] {
  const settings = [
    `--items ${formatCount(items.default)}`,
    ...parameters.map(({ name, default: value, unit }) => `--param ${name}=${value}${unit === '' ? '' : ` (${unit})`}`),
  ];
  return [
    `${paint(id, 'accent')}  ${paint(tagline, 'dim')}`,
    ...wrap([{ text: about, style: null }], width, '  ', paint),
    ...wrap([{ text: settings.join('  '), style: 'dim' }], width, '  ', paint),
  ];
}
