// Stands in for Electron's own default_app in the fallback runtime: `electron [-r MODULE] [FLAGS] APP [ARGUMENTS]`.
// A module that awaits the application's: Electron is not "ready" before, however long the loading takes, and what
// must be done before that (schemes, the sandbox) can be done.
import fs from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const { modules, target, wantsVersion } = parse(process.argv.slice(1));
if (wantsVersion) {
  console.log(`v${process.versions.electron}`);
  app.exit(0);
} else if (target === undefined) {
  console.error('usage: electron [-r MODULE] FOLDER|FILE [ARGUMENTS]');
  app.exit(1);
} else {
  await start(path.resolve(target));
}

function parse(args) {
  const result = { modules: [], target: undefined, wantsVersion: false };
  for (let i = 0; i < args.length; i++) {
    const argument = args[i];
    // Playwright's loader comes with -r.
    if (argument === '-r' || argument === '--require') result.modules.push(args[++i]);
    else if (argument === '-v' || argument === '--version') result.wantsVersion = true;
    else if (argument.startsWith('--app=')) return { ...result, target: argument.slice('--app='.length) };
    else if (!argument.startsWith('-')) return { ...result, target: argument };
  }
  return result;
}

async function start(location) {
  if (modules.length > 0) Module._preloadModules(modules);
  let entry = location;
  if (fs.statSync(location).isDirectory()) {
    const manifest = JSON.parse(fs.readFileSync(path.join(location, 'package.json'), 'utf8'));
    app.setName(manifest.productName || manifest.name);
    app.setVersion(manifest.version || '0.0.0');
    app.setAppPath(location);
    app.setDesktopName(manifest.desktopName || `${app.name}.desktop`);
    entry = path.join(location, manifest.main || 'index.js');
  }
  try {
    await import(pathToFileURL(entry).href);
  } catch (error) {
    console.error('App threw an error during load');
    console.error(error);
    app.exit(1);
  }
}
