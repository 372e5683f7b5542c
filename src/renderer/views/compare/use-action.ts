import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Does something that may fail with a sentence for the user, and then says it. */
export function useAction(): (action: () => Promise<unknown>) => Promise<void> {
  return useCallback(async (action) => {
    try {
      await action();
    } catch (error) {
      notifications.show({ message: messageOf(error), color: 'red', autoClose: 12_000, withBorder: true });
    }
  }, []);
}
