// `npm run dist`: set-up, build, and packages for this platform in release/ (electron-builder.config.mjs, docs/packaging.md).
//   npm run dist -- --fast           quick, larger packages, for tests
//   npm run dist -- --target deb     one of the targets (may be repeated); "dir" is the unpacked application
//   npm run dist -- --output FOLDER  instead of release/
//   npm run dist -- --release        for users: refuses the fallback runtime
import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build.mjs';
import { packageApp } from './lib/dist-package.mjs';
import { checkRuntime } from './lib/dist-runtime.mjs';
import { Failure, runMain } from './lib/failure.mjs';
import { setUp } from './lib/setup.mjs';

await runMain(async () => {
  const options = readArguments();
  await setUp();
  checkRuntime(options);
  await ensureBuilt();
  for (const { file, size } of await packageApp(options)) process.stdout.write(`${file}  ${size}\n`);
});

function readArguments() {
  try {
    return parseArgs({
      options: {
        release: { type: 'boolean', default: false },
        fast: { type: 'boolean', default: false },
        target: { type: 'string', multiple: true, default: [] },
        output: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new Failure(
      error.message,
      'npm run dist -- [--release] [--fast] [--target deb|tar.gz|AppImage|dmg|zip|nsis|dir] [--output FOLDER]',
    );
  }
}
