import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundledPackages, licenseTexts } from './dist-licenses.mjs';
import { Failure } from './failure.mjs';
import { formatBytes } from './progress.mjs';
import { inProject, projectRoot } from './project.mjs';
import { sayStep } from './say.mjs';

/** Packs out/ for this platform. Resolves to the files made: [{ file, size }]. */
export async function packageApp({ fast, target, output }) {
  // Imported late: set-up may just have installed it.
  const { build, Platform } = await import('electron-builder');
  const { path7za } = (await import('7zip-bin')).default;
  chmodSync(path7za, 0o755); // npm unpacks it without the bit.
  useToolsAtHand({ path7za, fast });

  writeLicenses(inProject('.cache/dist/THIRD-PARTY-LICENSES.txt'));
  const { default: config } = await import(pathToFileURL(inProject('electron-builder.config.mjs')).href);
  sayStep(`packing for ${process.platform}-${process.arch}`);
  const files = await build({
    projectDir: projectRoot,
    targets: Platform.current().createTarget(target.length > 0 ? target : null),
    publish: 'never',
    config: {
      ...config,
      ...(output && { directories: { ...config.directories, output: resolve(output) } }),
      ...(fast && { compression: 'store' }),
    },
  }).catch((error) => {
    throw new Failure(`electron-builder failed: ${error.message}`, 'docs/packaging.md says what each target needs', {
      cause: error.cause,
    });
  });
  return files.map((file) => ({ file: relative(process.cwd(), file), size: formatBytes(statSync(file).size) }));
}

/** Where electron-builder.config.mjs takes it from. */
function writeLicenses(file) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, licenseTexts(bundledPackages(inProject('out'), inProject('src')), inProject('node_modules')));
}

/**
 * What electron-builder would otherwise download from GitHub, as far as a registry or the system has it.
 * A variable the user has set stays.
 */
function useToolsAtHand({ path7za, fast }) {
  process.env.ELECTRON_BUILDER_7ZIP_PATH ??= path7za;
  if (process.platform === 'linux' && existsSync('/usr/bin/dpkg-deb'))
    process.env.CUSTOM_FPM_PATH ??= inProject('scripts/lib/dist-fpm.mjs');
  if (!fast) return;
  process.env.JUGGLER_DEB_COMPRESSION ??= 'zstd';
  process.env.JUGGLER_DEB_LEVEL ??= '1';
}
