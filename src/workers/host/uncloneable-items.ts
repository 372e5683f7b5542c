import { JobError, nameAndMessage } from '../run/failure';

/** Called when sending items failed: finds the one that can't be cloned. @throws {JobError} that names it. */
export function refuseUncloneableItems(items: readonly unknown[], receivers: 'threads' | 'processes'): void {
  for (const [item, value] of items.entries()) {
    try {
      structuredClone(value);
    } catch (error) {
      const message = `item ${item} can’t be sent to ${receivers} (${nameAndMessage(error)}): items must be made of numbers, strings, arrays, plain objects, maps or sets.`;
      throw new JobError({ message, item });
    }
  }
}
