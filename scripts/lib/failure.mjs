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
  if (!(error instanceof Failure)) return error?.stack ?? String(error);
  const cause = error.cause ? `\n  because: ${describeCause(error.cause)}` : '';
  const remedy = error.remedy ? `\n  what to do: ${error.remedy.replaceAll('\n', '\n    ')}` : '';
  return `error: ${error.message}${cause}${remedy}`;
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
