// `npm run check`: types, lint, format, unit tests. Some of them: node scripts/check.mjs types lint
import { checks } from './lib/checks.mjs';
import { Failure, runMain } from './lib/failure.mjs';
import { say, sayHeading } from './lib/say.mjs';

await runMain(async () => {
  const wanted = process.argv.slice(2);
  const names = checks.map(({ name }) => name);
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown) throw new Failure(`there is no check "${unknown}"`, `choose from: ${names.join(', ')}`);

  const chosen = wanted.length > 0 ? checks.filter(({ name }) => wanted.includes(name)) : checks;
  for (const { name, title, run } of chosen) {
    sayHeading(title);
    const code = await run();
    if (code !== 0)
      throw new Failure(
        `the check "${name}" failed`,
        `mend it, then: node scripts/check.mjs ${name}${name === 'format' ? '   ("npm run format" mends it)' : ''}`,
      );
  }
  say(`\nchecked: ${chosen.map(({ name }) => name).join(', ')}`);
});
