/**
 * An expected failure: what failed, and what the reader can do about it.
 * It is shown without a stack; any other error is a defect of the scripts and keeps its stack.
 */
export class Failure extends Error {
  constructor(what, remedy, options) {
    super(what, options);
    this.name = 'Failure';
    this.remedy = remedy;
  }
}

/** Runs a script's main function, which returns the exit code (nothing means 0). */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    process.stderr.write(`\n${describeFailure(error)}\n`);
    process.exitCode = 1;
  }
}

export function describeFailure(error) {
  const failure = error?.syscall && error.path ? failureOfFileSystem(error) : error;
  if (!(failure instanceof Failure)) return error?.stack ?? String(error);
  const cause = failure.cause ? `\n  because: ${describeCause(failure.cause)}` : '';
  const remedy = failure.remedy ? `\n  what to do: ${failure.remedy.replaceAll('\n', '\n    ')}` : '';
  return `error: ${failure.message}${cause}${remedy}`;
}

const fileSystemRemedies = {
  ENOSPC: 'free some space on that disk (about 1.5 GB are needed), and run the same command again',
  EACCES: 'make it belong to you, or run the same command as its owner',
  EPERM: 'make it belong to you, or run the same command as its owner',
  EROFS: 'move the project to a place that can be written',
};

function failureOfFileSystem(error) {
  return new Failure(error.message, fileSystemRemedies[error.code]);
}

/** fetch() hides the interesting part ("ECONNREFUSED", "self-signed certificate") in a chain of causes. */
export function describeCause(error) {
  const parts = [];
  for (let link = error; link && parts.length < 4; link = link.cause) {
    const text = link.message || link.code || String(link);
    if (!parts.includes(text)) parts.push(text);
  }
  return parts.join(': ');
}
