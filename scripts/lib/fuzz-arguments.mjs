import { Failure } from './failure.mjs';

const usage = 'npm run fuzz -- [--minutes N] [--rounds N] [--seed S] [--round N] [name…]';

const defaults = { minutes: 10, rounds: 500, seed: undefined, round: undefined };

/** The arguments of `npm run fuzz`: how long, from which seed, and which fuzzers (none named: all). */
export function parseFuzzArguments(words, known) {
  const options = { ...defaults };
  const names = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (!word.startsWith('--')) names.push(word);
    else options[optionName(word)] = numberOf(word, words[++index]);
  }
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Failure(`there is no fuzzer "${unknown}"`, `choose from: ${known.join(', ')}`);
  if (options.round !== undefined && options.seed === undefined)
    throw new Failure('--round needs the seed that the round belongs to', usage);
  return { ...options, names };
}

function optionName(word) {
  const name = word.slice(2);
  if (!(name in defaults)) throw new Failure(`there is no option "${word}"`, usage);
  return name;
}

function numberOf(option, word) {
  const isWhole = option !== '--minutes';
  if (word === undefined || !(isWhole ? /^\d+$/ : /^\d+(\.\d+)?$/).test(word))
    throw new Failure(`${option} needs a number, not ${word === undefined ? 'nothing' : `"${word}"`}`, usage);
  return Number(word);
}
