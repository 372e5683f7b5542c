import { CallError } from '../call-error';
import { joinWords } from '../../core/base/join-words';
import { modes, type JobMode } from '../../core/trace/run';
import { didYouMean } from './nearest';

/** One mode. @throws {CallError} */
export function modeFrom(option: string, text: string): JobMode {
  const mode = modes.find((each) => each === text);
  if (mode !== undefined) return mode;
  throw new CallError(
    `${option} ${text}: there is no mode “${text}”.${didYouMean(text, modes)} Modes are ${joinWords(modes)}.`,
  );
}

/** `serial,threads`: in that order, each once. @throws {CallError} */
export function modesFrom(option: string, text: string): JobMode[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw new CallError(`${option}: name at least one of ${joinWords(modes)}.`);
  return [...new Set(names.map((name) => modeFrom(option, name)))];
}
