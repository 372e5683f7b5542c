import { execFile } from 'node:child_process';
import { z } from 'zod';

/** What `describe_interpreter.py` says. */
const schema = z.object({
  executable: z.string(),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  implementation: z.string(),
  prefix: z.string(),
  isEnvironment: z.boolean(),
  isManaged: z.boolean(),
  isFreeThreaded: z.boolean(),
  hasPip: z.boolean(),
  packages: z.object({ trio: z.string().nullable(), unsync: z.string().nullable(), cython: z.string().nullable() }),
  compiler: z.string().nullable(),
  hasHeaders: z.boolean(),
});
export type InterpreterDescription = z.infer<typeof schema>;

/** An interpreter that is started for the first time reads its library from a cold disk. */
const patienceMs = 10_000;

/**
 * Asks an interpreter what it is.
 *
 * @param script the built `workers/python/describe_interpreter.py`
 * @throws {Error} with a sentence, if it can't be started or is no Python
 */
export function describeInterpreter(path: string, script: string): Promise<InterpreterDescription> {
  return new Promise((resolve, reject) => {
    execFile(path, [script], { timeout: patienceMs, windowsHide: true }, (error, stdout, stderr) => {
      const parsed = error === null ? schema.safeParse(parsedJson(stdout)) : null;
      if (parsed?.success === true) return resolve(parsed.data);
      const code = error?.code;
      const why =
        code === 'ENOENT'
          ? 'there is no such file'
          : code === 'EACCES'
            ? 'it may not be executed'
            : (stderr.trim().split('\n').at(-1) ?? '') || 'it does not answer as Python does';
      reject(new Error(`${path} is no Python that can be used: ${why}.`));
    });
  });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
