/*
 * NODE_OPTIONS, as Node reads it: options apart by spaces; double quotes keep spaces, and within them a backslash keeps
 * the next character (`node --help`, doc/api/cli.md).
 */

const name = 'NODE_OPTIONS';

/** `--require FILE`, quoted where it must be. */
export function requireOption(file: string): string {
  const quoted = /[\s"\\]/.test(file) ? `"${file.replaceAll(/["\\]/g, '\\$&')}"` : file;
  return `--require ${quoted}`;
}

/** The environment with an option put before the user's own, so that what those load is seen as well. */
export function withNodeOption(
  environment: Readonly<Record<string, string | undefined>>,
  option: string,
): Record<string, string | undefined> {
  // Windows takes any case, and keeps the one it has.
  const key = Object.keys(environment).find((one) => one.toUpperCase() === name) ?? name;
  const own = environment[key]?.trim() ?? '';
  return { ...environment, [key]: own === '' ? option : `${option} ${own}` };
}

/** Under Node's permission model (from 20 on) a file that is not allowed can't be loaded, and the program would not start. */
export function asksForPermissions(text: string): boolean {
  return /(^|\s)--(experimental-)?permission(\s|$)/.test(text);
}
