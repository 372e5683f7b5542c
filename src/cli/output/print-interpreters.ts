import type { DoctorInterpreter } from '../../core/protocol/doctor';
import { obstaclesOf, packagesOf } from '../../core/protocol/interpreter-words';
import type { Output } from '../terminal';
import { painter } from './paint';
import { wrap } from './wrap';

/** The Pythons of this machine: what the agent can do there, which modes' packages they have, and how to get the others. */
export function printInterpreters(interpreters: readonly DoctorInterpreter[], output: Output): void {
  const paint = painter(output.colours);
  const indent = '    ';
  const lines = interpreters.flatMap((one) => [
    `  ${paint(`Python ${one.version}`, one.quality === 'exact' ? 'good' : 'hint')}  ${paint(one.path, null)} ${paint(`(${one.origin})`, 'dim')}`,
    ...[one.agent, packagesOf(one), ...obstaclesOf(one)]
      .filter((text) => text !== '')
      .flatMap((text) => wrap([{ text, style: null }], output.columns, indent, paint)),
    // Never broken: it is there to be copied.
    ...(one.install === null ? [] : [`${indent}${paint('→', 'accent')} ${paint(one.install, 'strong')}`]),
    '',
  ]);
  const none = ['  None was found: not on the PATH, nor with pyenv, conda or uv.', ''];
  const head = paint('Python interpreters', 'strong');
  output.write(`${[head, '', ...(lines.length === 0 ? none : lines)].join('\n')}\n`);
}
