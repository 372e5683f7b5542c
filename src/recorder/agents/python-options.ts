import { basename } from 'node:path';

const reasons: Readonly<Record<string, string>> = {
  I: 'in isolated mode (-I)',
  E: 'without PYTHON* variables (-E)',
  S: 'without its site module (-S)',
};
/** Options whose value is the next argument, or the rest of this one. */
const withValue = 'WX';

/**
 * Why a command line of Python (`python3 -I x.py`) won't load what PYTHONPATH names, as a sentence; null where it will, or where it
 * isn't Python's. Options as in `python --help`: letters may stand together, and end at `-c`, `-m` and the script.
 */
export function whyPythonIgnores([program = '', ...args]: readonly string[]): string | null {
  if (!/^python[\d.]*$/.test(basename(program))) return null;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (!/^-[^-]/.test(arg)) return null;
    for (let index = 1; index < arg.length; index++) {
      const letter = arg[index]!;
      if (letter === 'c' || letter === 'm') return null;
      if (Object.hasOwn(reasons, letter)) return sentence(program, reasons[letter]!);
      if (!withValue.includes(letter)) continue;
      if (index === arg.length - 1) at++;
      break;
    }
  }
  return null;
}

const sentence = (program: string, how: string): string =>
  `${basename(program)} was started ${how}, so Juggler’s agent is not loaded: its threads’ names, tasks and event loops are not seen. Run it without that option to see them.`;
