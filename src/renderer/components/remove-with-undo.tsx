import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { LibraryEntry } from '../../core/protocol/recorder';
import { attempt } from '../app/tell';
import { removeComparison, restoreComparison } from '../state/library';

/** How long the way back is offered; until the next start the comparison lies in the library's trash. */
const undoMs = 10_000;

/** @throws {Error} with a sentence for the user. */
export async function removeWithUndo({ id, name }: LibraryEntry): Promise<void> {
  await removeComparison(id);
  const notice = notifications.show({
    autoClose: undoMs,
    withBorder: true,
    message: (
      <span className="undo-notice">
        “{name}” was deleted.
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            notifications.hide(notice);
            attempt(restoreComparison(id));
          }}
        >
          Undo
        </Button>
      </span>
    ),
  });
}
