import type { DoctorInterpreter } from '../../core/protocol/doctor';
import { isFreeThreaded } from '../../core/trace/interpreter-modes';
import { refusalOf, versionOf } from '../interpreters/accepted';
import type { InterpreterDescription } from '../interpreters/describe-interpreter';
import { askInterpreters, type AskedInterpreter, type InterpreterSearch } from '../interpreters/find-interpreters';
import { installCommand, missingModes, modePackages } from '../interpreters/missing-modes';

/** Every Python that is found here, also those that can run no workload: what the agent can do in it, and what it lacks. */
export async function surveyInterpreters(search: InterpreterSearch): Promise<DoctorInterpreter[]> {
  return (await askInterpreters(search)).map(survey);
}

function survey({ path, origin, description }: AskedInterpreter): DoctorInterpreter {
  const about = { path, origin, version: versionOf(description) };
  const refusal = refusalOf(description);
  if (refusal !== null) {
    const agent = `It is ${refusal}: its threads, cores and waits are seen from outside; it runs no workload.`;
    return { ...about, quality: 'missing', agent, packages: [], missing: {}, install: null };
  }
  const packages = modePackages.map((name) => ({ name, version: description.packages[name] }));
  const lacking = packages.filter(({ version }) => version === null).map(({ name }) => name);
  return {
    ...about,
    quality: 'exact',
    agent: agentSentence(description),
    packages,
    missing: missingModes(path, description),
    install: lacking.length === 0 ? null : installCommand(path, lacking, description),
  };
}

function agentSentence(description: InterpreterDescription): string {
  const tasks = description.packages.trio === null ? 'tasks of asyncio' : 'tasks of asyncio and Trio';
  const gil = isFreeThreaded(versionOf(description)) ? 'it has no GIL' : 'who waits for the GIL';
  return `Threads, ${tasks}, pools, garbage collections, spans; ${gil}.`;
}
