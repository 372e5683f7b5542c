import type { Operations } from '../operations';

/**
 * The promise that the caller gets in the place of the one given: it settles alike, and tells the operation's end. (One
 * that is merely looked at would count as handled, and the program would not hear of its rejection.)
 */
export function promised(result: unknown, operation: number, operations: Operations): unknown {
  if (operation === 0) return result;
  if (!(result instanceof Promise)) {
    operations.end(operation, 'ended');
    return result;
  }
  return result.then(
    (value: unknown) => {
      operations.end(operation, 'ended');
      return value;
    },
    (error: unknown) => {
      operations.end(operation, 'failed');
      throw error;
    },
  );
}
