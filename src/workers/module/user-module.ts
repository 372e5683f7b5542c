import { basename } from 'node:path';
import { failureOf, JobError } from '../run/failure';
import { asMainModule } from './as-main-module';
import { collectItems } from './collect-items';
import { importFile } from './import-file';
import type { Work } from './open-work';

const example = [
  '  export const items = [1, 2, 3];',
  '  export function run(item, context) {',
  '    return item * item; // may be async; context is { index, worker, mode }',
  '  }',
].join('\n');

/**
 * Loads a file that exports `items` and `run`, by name or as members of its default export.
 *
 * @param limit only so many items are taken; null: all.
 * @throws {JobError} with a sentence that names the file and what is missing.
 */
export async function openUserModule(file: string, limit: number | null): Promise<Work> {
  asMainModule(file);
  const exports = await importFile(file);
  const items = exported(exports, 'items');
  const run = exported(exports, 'run');
  if (items === undefined) throw missing(file, exports, 'items');
  if (run === undefined) throw missing(file, exports, 'run');
  if (typeof run !== 'function') {
    throw wrong(`${basename(file)} exports “run”, but it is ${kindOf(run)}, not a function.`);
  }
  return {
    items: async () => {
      try {
        return await collectItems(items, limit);
      } catch (error) {
        throw new JobError(failureOf(error, `evaluating the items of ${basename(file)} failed`));
      }
    },
    run: (item, context): unknown => run(item, context),
    close: () => {},
  };
}

/** `module.exports = { items, run }` of CommonJS arrives as the default export. */
function exported(exports: object, name: string): unknown {
  const named: unknown = Reflect.get(exports, name);
  if (named !== undefined) return named;
  const preset: unknown = Reflect.get(exports, 'default');
  const isHolder = (typeof preset === 'object' && preset !== null) || typeof preset === 'function';
  return isHolder ? Reflect.get(preset, name) : undefined;
}

function missing(file: string, exports: object, name: string): JobError {
  const names = Object.keys(exports).filter((key) => key !== '__esModule');
  const found = names.length === 0 ? 'It exports nothing.' : `It exports ${names.join(', ')}.`;
  return wrong(`${basename(file)} doesn’t export “${name}”. ${found} A module needs these:\n${example}`);
}

const wrong = (message: string): JobError => new JobError({ message });

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
