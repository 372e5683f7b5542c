import { visibleLines } from '../../core/base/visible-text';
import { notifications } from '@mantine/notifications';

/** Something was done that can't be seen otherwise. */
export function tell(message: string): void {
  notifications.show({ message, autoClose: 5000, withBorder: true });
}

/** One sentence for the user, which stays until it was read. What fails in many places at once is said once. */
export function tellTrouble(said: string): void {
  const message = visibleLines(said);
  notifications.show({ id: message, message, color: 'var(--lock)', autoClose: 12_000, withBorder: true });
}

/** Tells what goes wrong with something that nobody waits for. */
export function attempt(action: Promise<unknown>): void {
  action.catch((error: unknown) => tellTrouble(error instanceof Error ? error.message : String(error)));
}
