import { visibleLines, visibleText } from '../../core/base/visible-text';
import type { PackedChunk } from '../../core/trace/pack-chunk';

/*
 * Texts of programs and files become harmless where they come into the window, before anything is made of them: on a
 * canvas, in a title or in a field an override of the direction of text would show something else than is there.
 */

/** Members of documents that hold texts, some of several lines; ids, paths and modes are left as they are. */
const texts: ReadonlySet<string> = new Set(
  'name title message stack output tail line folder notices model reason remedy summary workload'.split(' '),
);
/** In a command a tab is no space. */
const visibleDocumentText = (text: string): string => text.split('\t').map(visibleLines).join('\t');

/** The document with harmless texts; the same object where they are. */
export function visibleDocument<T>(value: T, key = ''): T {
  // Each branch gives what it got, a string for a string: the compiler can't follow that.
  if (typeof value === 'string') return (texts.has(key) ? visibleDocumentText(value) : value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => visibleDocument(item, key));
    return items.some((item, index) => item !== value[index]) ? (items as T) : value;
  }
  const members = Object.entries(value).map(
    ([name, item]) => [name, item, visibleDocument<unknown>(item, name)] as const,
  );
  if (members.every(([, before, after]) => before === after)) return value;
  return Object.fromEntries(members.map(([name, , after]) => [name, after])) as T;
}

/** Names of lanes and all other strings of a recording. */
export function visibleChunk(chunk: PackedChunk): PackedChunk {
  if (chunk.lanes.length === 0 && chunk.strings.length === 0) return chunk;
  return {
    ...chunk,
    lanes: chunk.lanes.map((lane) => ({ ...lane, name: visibleText(lane.name) })),
    strings: chunk.strings.map(visibleText),
  };
}
