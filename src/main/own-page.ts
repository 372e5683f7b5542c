import { join, normalize, sep } from 'node:path';

/** The window's own scheme: `juggler://app/…`, answered in `content.ts`. */
export const scheme = 'juggler';

/** The server of the development build, where there is one (`npm run dev`); a packaged app never asks. */
const developmentServer = (packaged: boolean): string | undefined =>
  packaged ? undefined : process.env['ELECTRON_RENDERER_URL'];

export const startPage = (packaged: boolean): string => developmentServer(packaged) ?? `${scheme}://app/index.html`;

/** @returns null for what would leave the folder, or is no path. */
export function fileOf(folder: string, pathname: string): string | null {
  try {
    const file = normalize(join(folder, decodeURIComponent(pathname)));
    return file.startsWith(folder + sep) ? file : null;
  } catch {
    return null;
  }
}

export const isOwnPage = (url: string, packaged: boolean): boolean => {
  const start = new URL(startPage(packaged));
  const page = URL.canParse(url) ? new URL(url) : null;
  return page !== null && page.protocol === start.protocol && page.host === start.host;
};
