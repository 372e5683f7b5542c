import { jsonText } from '../../core/base/json-text';
import { surveyInterpreters } from '../../recorder/doctor/survey-interpreters';
import { pythonParts } from '../../recorder/runner/python-parts';
import { outFolder } from '../engine/folders';
import { ownRecorder } from '../engine/own-recorder';
import { exitCodes } from '../exit-codes';
import { printInterpreters } from '../output/print-interpreters';
import { printDoctor } from '../output/print-doctor';
import { defineCommand } from './command';

export const doctorCommand = defineCommand({
  name: 'doctor',
  add: (program, { terminal }, finish) => {
    program
      .command('doctor')
      .description('say what can be seen on this machine, how well, and what would unlock the rest')
      .option('--json', 'one JSON document (docs/cli.md)')
      .action(async (typed: { readonly json?: boolean }) => {
        const { request } = await ownRecorder({ onEvent: () => {}, onTrouble: () => {} });
        const { checks } = await request('doctor', null);
        const script = pythonParts(outFolder).describe;
        const interpreters = await surveyInterpreters({ script, folder: process.cwd() });
        if (typed.json === true)
          terminal.out.write(`${jsonText({ schema: 'juggler.doctor/1', checks, interpreters })}\n`);
        else {
          printDoctor(checks, terminal.out);
          printInterpreters(interpreters, terminal.out);
        }
        finish(exitCodes.done);
      });
  },
});
