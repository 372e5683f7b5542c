// After `npm install` of something new: names in package-lock.json the platform packages that the registry at hand
// does not have, so that `npm ci` takes the lock here and on the other platforms.
import { readFileSync, writeFileSync } from 'node:fs';
import { runMain } from './lib/failure.mjs';
import { missingPlatformPackages, withPackages } from './lib/platform-packages.mjs';
import { inProject } from './lib/project.mjs';
import { say } from './lib/say.mjs';

await runMain(() => {
  const file = inProject('package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingPlatformPackages(lock);
  const names = Object.keys(missing);
  if (names.length > 0) writeFileSync(file, `${JSON.stringify(withPackages(lock, missing), undefined, 2)}\n`);
  say(names.length > 0 ? `added to package-lock.json:\n  ${names.join('\n  ')}` : 'package-lock.json is complete');
});
