/** The call was wrong: one sentence for the user, exit code 2. */
export class CallError extends Error {
  override readonly name = 'CallError';
}
