import type { DoctorCheck } from '../../core/protocol/doctor';
import type { Output } from '../terminal';
import { painter, type Style } from './paint';
import { wrap } from './wrap';

const styles: Readonly<Record<DoctorCheck['quality'], Style>> = { exact: 'good', sampled: 'hint', missing: 'bad' };

/** One paragraph a check: what it is, how well it can be seen, why no better, and what would change that. */
export function printDoctor(checks: readonly DoctorCheck[], output: Output): void {
  const paint = painter(output.colours);
  const width = Math.max(...checks.map(({ title }) => title.length));
  const indent = ' '.repeat('sampled'.length + 2);
  const lines = checks.flatMap(({ title, quality, detail, reason, remedy }) => [
    `${paint(quality.padEnd('sampled'.length), styles[quality])}  ${paint(title.padEnd(width), 'strong')}`.trimEnd(),
    ...wrap([{ text: detail, style: null }], output.columns, indent, paint),
    ...(reason === undefined ? [] : wrap([{ text: reason, style: 'dim' }], output.columns, indent, paint)),
    // Never broken: it is there to be copied.
    ...(remedy === undefined ? [] : [`${indent}${paint('→', 'accent')} ${paint(remedy, 'strong')}`]),
    '',
  ]);
  output.write(`\n${lines.join('\n')}\n`);
}
