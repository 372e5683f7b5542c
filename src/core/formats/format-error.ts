/**
 * A file that can't be read. The message is a predicate, so that whoever knows the file's name makes the sentence:
 * `talk.juggler` + ' ' + `was made by a newer Juggler (…): update Juggler`.
 */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}
