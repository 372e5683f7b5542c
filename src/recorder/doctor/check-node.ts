import { execFile } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { DoctorCheck } from '../../core/protocol/doctor';

const about = { id: 'eventLoop', title: 'Event loops of Node programs' } as const;
/** The agent's. */
const oldest = 18;
const patienceMs = 3000;

/** Which Node programs the PATH has: the agent speaks with 18 and later. */
export async function checkNode(path = process.env['PATH'] ?? ''): Promise<DoctorCheck> {
  const found = (await Promise.all(nodesOn(path).map(versionOf))).filter((one) => one !== null);
  const fit = found.filter(({ version }) => Number.parseInt(version.slice(1), 10) >= oldest);
  const list = (nodes: typeof found): string => nodes.map(({ file, version }) => `${version} (${file})`).join(', ');
  if (fit.length > 0) return { ...about, quality: 'exact', detail: `Node ${list(fit)}.` };
  const reason = found.length === 0 ? 'There is no node on the PATH.' : `Too old: Node ${list(found)}.`;
  const remedy = `Install Node ${oldest} or later.`;
  return { ...about, quality: 'missing', detail: 'Node programs are seen as their threads only.', reason, remedy };
}

function nodesOn(path: string): string[] {
  const files = new Set<string>();
  for (const folder of path.split(delimiter)) {
    const file = join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
    try {
      accessSync(file, constants.X_OK);
      files.add(realpathSync(file));
    } catch {
      // Not there, or not for us.
    }
  }
  return [...files];
}

async function versionOf(file: string): Promise<{ readonly file: string; readonly version: string } | null> {
  try {
    const { stdout } = await promisify(execFile)(file, ['--version'], { timeout: patienceMs });
    const version = stdout.trim();
    return /^v\d+\./.test(version) ? { file, version } : null;
  } catch {
    return null;
  }
}
