import { describe, expect, it } from 'vitest';
import { OpenedFiles } from '../../../src/main/opened-files';
import type { RecorderRequest } from '../../../src/recorder/client';
import { comparisonOf } from '../renderer/state/fake-window';

/** A recorder that says what it was asked. */
function openedFiles() {
  const asked: string[] = [];
  const request = (async (name: string, argument: { source?: { as: string }; id?: string }) => {
    asked.push(`${name} ${JSON.stringify(argument)}`);
    return { manifest: comparisonOf(argument.source?.as ?? argument.id ?? '') };
  }) as unknown as RecorderRequest;
  return { opened: new OpenedFiles(request, () => 'new-id'), asked };
}

describe('files that were opened', () => {
  it('have an id of their own', async () => {
    const { opened, asked } = openedFiles();
    const { id } = await opened.open('/talk.juggler', 'abc');
    expect(id).toBe('opened-abc');
    expect(asked).toEqual(['open {"source":{"file":"/talk.juggler","as":"opened-abc"},"stream":"abc"}']);
    expect([opened.has(id), opened.has('abc'), opened.fileOf(id)]).toEqual([true, false, '/talk.juggler']);
  });

  it('are saved as what the file holds, with the changes of the window, and leave nothing in the library', async () => {
    const { opened, asked } = openedFiles();
    const { id } = await opened.open('/talk.juggler', 'abc');
    opened.annotate(id, { notes: 'a note' });
    await opened.save(id, '/other.juggler');
    expect(asked.slice(1)).toEqual([
      'import {"file":"/talk.juggler","id":"new-id"}',
      'annotate {"id":"new-id","notes":"a note"}',
      'save {"id":"new-id","file":"/other.juggler"}',
      'remove {"id":"new-id"}',
    ]);
  });

  it('refuses one that was never opened', async () => {
    const { opened } = openedFiles();
    await expect(opened.save('opened-x', '/a')).rejects.toThrow('open it again');
  });
});
