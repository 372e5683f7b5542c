import { basename } from 'node:path';
import type { ModuleChecked } from '../../core/protocol/job';
import { openUserModule } from './user-module';

/** Loads a module for its title and the number of its items. @throws {JobError} with a sentence if it can't be run. */
export async function describeModule(file: string): Promise<ModuleChecked> {
  const work = await openUserModule(file, null);
  const items = await work.items();
  return { type: 'checked', title: basename(file), items: items.length };
}
