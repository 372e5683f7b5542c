import { z } from 'zod';
import { settingsSchema, type Settings } from '../core/protocol/contract';
import { readJsonFile, writeJsonFile } from './json-file';
import { windowStateSchema, type WindowState } from './window-state';

const storedSchema = z.object({ settings: settingsSchema, window: windowStateSchema.nullable() });
type Stored = z.infer<typeof storedSchema>;

export const defaultSettings: Settings = { theme: 'system', lastSpec: null, recentModules: [] };

/** What the app remembers between two starts: `settings.json` in the user's data folder. */
export class StoredState {
  readonly #file: string;
  #stored: Stored;
  /** One sentence, when the file could not be used or cannot be written. */
  trouble: string | null;

  constructor(file: string) {
    this.#file = file;
    const { value, trouble } = readJsonFile(file, storedSchema, { settings: defaultSettings, window: null });
    this.#stored = value;
    this.trouble = trouble;
  }

  get settings(): Settings {
    return this.#stored.settings;
  }

  get window(): WindowState | null {
    return this.#stored.window;
  }

  /** @throws {Error} with a sentence, when it cannot be written; the change holds until the app ends. */
  changeSettings(change: Partial<Settings>): Settings {
    this.#stored = { ...this.#stored, settings: { ...this.#stored.settings, ...change } };
    this.#write();
    return this.settings;
  }

  rememberWindow(window: WindowState): void {
    this.#stored = { ...this.#stored, window };
    this.#write();
  }

  #write(): void {
    try {
      writeJsonFile(this.#file, this.#stored);
    } catch (error) {
      throw new Error(`The settings cannot be kept: ${(error as Error).message}`, { cause: error });
    }
  }
}
