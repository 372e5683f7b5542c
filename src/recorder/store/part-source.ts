/** Where the parts of a comparison are read from: a folder of the library, or a `.juggler` file. */
export interface PartSource {
  /** Ids of the runs that have any part. */
  runs(): Promise<readonly string[]>;
  /** The bytes of a part; null when there is no such part. */
  open(part: string): Promise<AsyncIterable<Uint8Array> | null>;
  close(): Promise<void>;
}

/** Read size: bigger pieces cost fewer trips through the thread pool. */
export const readBytes = 1024 * 1024;
