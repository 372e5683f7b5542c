import { workloads } from '../../workers/workloads';
import { formatCount } from '../../core/base/format-count';
import type { WorkloadDescription } from '../../core/protocol/contract';
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
      .action(({ json }: { json?: boolean }) => {
        const { out } = terminal;
        if (json === true)
          out.write(
            `${JSON.stringify({ schema: 'juggler.workloads/1', workloads: workloads.map(described) }, null, 2)}\n`,
          );
        else
          out.write(
            `\n${workloads.map((each) => linesOf(each, out.columns, painter(out.colours)).join('\n')).join('\n\n')}\n`,
          );
        finish(exitCodes.done);
      });
  },
});

/** A workload without its code. */
function described({ id, title, tagline, about, items, parameters }: WorkloadDescription): WorkloadDescription {
  return { id, title, tagline, about, items, parameters };
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
