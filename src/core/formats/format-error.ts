import { cutText } from '../base/cut-text';

const maxMessage = 600;

/**
 * A file that can't be read. The message is a predicate, so that whoever knows the file's name makes the sentence:
 * `talk.juggler` + ' ' + `was made by a newer Juggler (…): update Juggler`.
 */
export class FormatError extends Error {
  override readonly name = 'FormatError';

  /** What a message quotes of the file may be of any length: it stays one sentence. */
  constructor(message: string, options?: ErrorOptions) {
    super(cutText(message.replaceAll(/\s+/g, ' '), maxMessage), options);
  }
}
