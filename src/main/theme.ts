import { nativeTheme } from 'electron';
import type { Settings } from '../core/protocol/contract';

/** The window follows by `prefers-color-scheme`; native menus and dialogs by themselves. */
export function applyTheme(theme: Settings['theme']): void {
  nativeTheme.themeSource = theme;
}
