import { loadComparison } from './load-comparison';
import type { LoadedComparison } from './store';
import { orStoreError } from './store-error';
import { openZip } from './zip-source';

/** Opens a `.juggler` file. @throws {StoreError} */
export function loadFile(path: string): Promise<LoadedComparison> {
  return orStoreError(path, 'read', () => loadComparison(() => openZip(path)));
}
