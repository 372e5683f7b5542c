import { CallError } from '../call-error';
import { joinWords } from '../../core/base/join-words';
import { interpreterMode } from '../../core/trace/interpreter-modes';
import { javaScriptModes, modes, pythonModes, type JobMode, type Mode } from '../../core/trace/run';
import { didYouMean } from './nearest';

export type Language = 'JavaScript' | 'Python';

export const modesOf: Readonly<Record<Language, readonly JobMode[]>> = {
  JavaScript: javaScriptModes,
  Python: pythonModes,
};

/** One mode. @param language null: of any. @throws {CallError} */
export function modeFrom(option: string, text: string, language: Language | null): JobMode {
  const known = language === null ? modes : modesOf[language];
  const mode = known.find((each) => each === text);
  if (mode !== undefined) return mode;
  const what = modes.some((each) => each === text) ? `${language} has no mode` : 'there is no mode';
  const whose = language === 'Python' ? 'Modes of Python' : 'Modes';
  throw new CallError(
    `${option} ${text}: ${what} “${text}”.${didYouMean(text, known)} ${whose} are ${joinWords(known)}.`,
  );
}

/**
 * The band that others are measured against: `serial`, or of several interpreters `serial@3.13`. @throws {CallError}
 */
export function bandFrom(option: string, text: string, language: Language | null): Mode {
  // As it is shown, too: it is there to be copied.
  const [mode = '', name] = text.split(/@| · Python /);
  const kind = modeFrom(option, mode, name === undefined ? language : 'Python');
  const python = pythonModes.find((each) => each === kind);
  return name === undefined || python === undefined ? kind : interpreterMode(python, name);
}

/** `serial,threads`: in that order, each once. @throws {CallError} */
export function modesFrom(option: string, text: string, language: Language): JobMode[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw new CallError(`${option}: name at least one of ${joinWords(modesOf[language])}.`);
  return [...new Set(names.map((name) => modeFrom(option, name, language)))];
}
