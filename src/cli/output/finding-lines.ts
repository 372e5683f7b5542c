import type { Finding } from '../../core/analysis/findings/finding';
import type { Paint } from './paint';
import { wrap } from './wrap';

const styles = { loud: 'bad', hint: 'hint', fact: 'bar' } as const satisfies Record<Finding['weight'], string>;

export function findingLines(findings: readonly Finding[], width: number, paint: Paint): string[] {
  return findings.flatMap(({ title, detail, weight }) => [
    ...wrap(
      [
        { text: '● ', style: styles[weight] },
        { text: title, style: 'strong' },
      ],
      width,
      '  ',
      paint,
    ),
    ...wrap([{ text: detail, style: null }], width, '    ', paint),
  ]);
}
