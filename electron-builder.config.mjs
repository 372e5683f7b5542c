import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { installedElectron } from './scripts/lib/electron-dist.mjs';

/*
 * What is packed and how; `npm run dist` (scripts/dist.mjs) says for whom. docs/packaging.md explains both.
 * With the fallback runtime only Linux x64 can be packed, and the result is marked as a development package.
 */
const electron = installedElectron();
const fallback = electron?.fallback === true;

const comparison = { ext: 'juggler', name: 'Juggler comparison', description: 'Juggler comparison', role: 'Editor' };
const mimeType = 'application/vnd.juggler.comparison';
const documentIconSizes = [32, 48, 128, 256];

/** Of a native module only what it needs at run time: its sources, headers and documents stay out. */
const koffiRuntime = [
  '!node_modules/koffi/{doc,lib,vendor}{,/**/*}',
  // Its static.cjs is loaded at run time.
  '!node_modules/koffi/src/koffi/src/!(static.cjs)',
  '!node_modules/koffi/src/koffi/src/abi/**/*',
  '!node_modules/koffi/src/koffi/CMakeLists.txt',
  '!node_modules/koffi/{cnoke.cjs,CHANGELOG.md,README.md,index.d.ts}',
  '!node_modules/@koromix/*/{musl_*,README.md}{,/**/*}',
];

/** The native launcher; where there was no C compiler, a script that starts Node directly. */
const command = existsSync('out/juggler') ? 'out/juggler' : 'build/bin/juggler';

/** Electron's own demonstration is not part of the application. */
const removeDefaultApp = ({ appOutDir, packager }) =>
  rm(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true });

export default {
  appId: 'org.juggler.app',
  productName: 'Juggler',
  copyright: 'Copyright © The Juggler authors',
  ...(electron && { electronVersion: electron.version }),
  ...(fallback && { electronDist: 'node_modules/electron/dist' }),
  directories: { output: 'release', buildResources: 'build' },
  npmRebuild: false,
  afterPack: removeDefaultApp,
  files: ['out/**', '!out/**/*.map', '!out/juggler', 'package.json', ...koffiRuntime],
  extraFiles: [{ from: '.cache/dist', to: '.', filter: ['THIRD-PARTY-LICENSES.txt'] }],
  asar: true,
  // Python can't read archives.
  asarUnpack: ['**/*.node', 'out/workers/python/**'],
  electronLanguages: ['en-US'],
  // Why each: docs/security.md.
  electronFuses: {
    runAsNode: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
    enableCookieEncryption: false,
    grantFileProtocolExtraPrivileges: false,
    enableEmbeddedAsarIntegrityValidation: false,
  },
  // Linux gets the type from build/linux/juggler-mime.xml, which says more than electron-builder's own would.
  fileAssociations: [comparison],
  linux: {
    executableName: 'juggler',
    // Paths, not addresses: the app takes what a shell would pass.
    executableArgs: ['%F'],
    syncDesktopName: true,
    icon: 'build/icons',
    category: 'Development',
    synopsis: 'Run the same work serial, async and parallel, on one clock',
    maintainer: 'The Juggler authors <juggler@example.org>',
    mimeTypes: [mimeType],
    desktop: { entry: { GenericName: 'Profiler', Keywords: 'profiler;parallel;async;threads;concurrency;' } },
    extraFiles: [{ from: command, to: 'bin/juggler' }],
    // The AppImage tools come from GitHub, as does the official runtime.
    target: fallback ? ['deb', 'tar.gz'] : ['deb', 'tar.gz', 'AppImage'],
    artifactName: `\${name}_\${version}${fallback ? '_development' : ''}_\${arch}.\${ext}`,
    ...(fallback && {
      description: `Development package on Electron ${electron.version}, not for release: it is for trying and testing.`,
    }),
  },
  deb: {
    packageName: 'juggler',
    packageCategory: 'devel',
    afterInstall: 'build/linux/after-install.sh',
    afterRemove: 'build/linux/after-remove.sh',
    depends: [
      'libgtk-3-0 | libgtk-3-0t64',
      'libnss3',
      'libasound2 | libasound2t64',
      'libgbm1',
      'libatspi2.0-0 | libatspi2.0-0t64',
      // Without these two a .juggler file would not open with a double click on a minimal system.
      'shared-mime-info',
      'desktop-file-utils',
    ],
    recommends: ['xdg-utils'],
    fpm: [
      // A link: a shell in between would drop variables.
      'build/linux/juggler=/usr/bin/juggler',
      'build/linux/juggler-mime.xml=/usr/share/mime/packages/juggler.xml',
      'LICENSE=/usr/share/doc/juggler/copyright',
      ...documentIconSizes.map(
        (size) =>
          `build/document-icons/${size}x${size}.png=/usr/share/icons/hicolor/${size}x${size}/mimetypes/application-vnd.juggler.comparison.png`,
      ),
    ],
  },
  mac: {
    target: ['dmg', 'zip'],
    icon: 'build/icon.png',
    category: 'public.app-category.developer-tools',
    extraResources: [{ from: 'build/bin/juggler', to: 'bin/juggler' }],
  },
  win: {
    target: ['nsis'],
    icon: 'build/icon.png',
    extraFiles: [{ from: 'build/bin/juggler.cmd', to: 'bin/juggler.cmd' }],
  },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
};
