import { openedPrefix } from '../core/protocol/contract';
import type { RecorderRequests } from '../core/protocol/recorder';
import type { ComparisonManifest } from '../core/trace/comparison';
import type { RecorderRequest } from '../recorder/client';

type Annotation = Omit<RecorderRequests['annotate']['argument'], 'id'>;

interface Opened {
  readonly file: string;
  annotation: Annotation;
}

/**
 * Comparisons that were opened from files. Each has an id of its own, never that of a comparison of the library: the file
 * may be an older copy of one of those.
 */
export class OpenedFiles {
  readonly #request: RecorderRequest;
  readonly #newId: () => string;
  readonly #opened = new Map<string, Opened>();

  constructor(request: RecorderRequest, newId: () => string) {
    this.#request = request;
    this.#newId = newId;
  }

  async open(file: string, stream: string): Promise<ComparisonManifest> {
    const id = `${openedPrefix}${stream}`;
    // Known before all of it is read: it is shown, and looked at, while it is read.
    this.#opened.set(id, { file, annotation: {} });
    try {
      return (await this.#request('open', { source: { file, as: id }, stream })).manifest;
    } catch (error) {
      this.#opened.delete(id);
      throw error;
    }
  }

  has(id: string): boolean {
    return this.#opened.has(id);
  }

  fileOf(id: string): string | undefined {
    return this.#opened.get(id)?.file;
  }

  /** Kept until it is saved or taken into the library. */
  annotate(id: string, annotation: Annotation): void {
    const opened = this.#of(id);
    opened.annotation = { ...opened.annotation, ...annotation };
  }

  /** Takes it into the library, where runs can be added to it. @throws {Error} with a sentence */
  async takeIn(id: string): Promise<ComparisonManifest> {
    const { file, annotation } = this.#of(id);
    const { manifest } = await this.#request('import', { file, id: this.#newId() });
    await this.#request('annotate', { id: manifest.id, ...annotation });
    return { ...manifest, ...annotation };
  }

  /** @throws {Error} with a sentence */
  async save(id: string, file: string): Promise<void> {
    const copy = await this.takeIn(id);
    try {
      await this.#request('save', { id: copy.id, file });
    } finally {
      await this.#request('remove', { id: copy.id });
    }
  }

  #of(id: string): Opened {
    const opened = this.#opened.get(id);
    if (opened === undefined) throw new Error('This file is not open any more: open it again.');
    return opened;
  }
}
