import type { InterpreterDescription } from './describe-interpreter';

/** The oldest that the host of a job runs on, and the agent in. */
const oldest = [3, 8] as const;

/** What an interpreter is, that can't be used; null: it can. */
export function refusalOf({ version, implementation }: InterpreterDescription): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (implementation !== 'cpython') return `${implementation} ${version}, not CPython`;
  return major < oldest[0] || (major === oldest[0] && minor < oldest[1]) ? `Python ${version}, which is too old` : null;
}

/** `3.11.7`; `3.14.0t` where it is built without the GIL. */
export const versionOf = ({ version, isFreeThreaded }: InterpreterDescription): string =>
  isFreeThreaded ? `${version}t` : version;
