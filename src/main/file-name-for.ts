/** A comparison's name as a file's, without what some file system refuses. */
export function fileNameFor(name: string): string {
  const words = name.replaceAll(/[\\/:*?"<>|\p{Cc}\s]+/gu, ' ');
  // A leading dot would hide it.
  const safe = words
    .replace(/^[. ]+/, '')
    .slice(0, 100)
    .trim();
  return `${safe === '' ? 'comparison' : safe}.juggler`;
}
